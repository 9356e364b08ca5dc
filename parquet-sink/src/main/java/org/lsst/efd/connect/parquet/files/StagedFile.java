package org.lsst.efd.connect.parquet.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file on a local disk that nobody reads yet.
 *
 * <p>Encoders never see the disk fail: their bytes wait in memory until {@link #drain} has written them, which may be
 * repeated. Between two drains no file is open, so that thousands of files need no descriptors. One thread at a time.
 */
public final class StagedFile {
    private static final Logger LOG = LoggerFactory.getLogger(StagedFile.class);

    private final Path path;
    private Pending pending = new Pending();
    private long drained;
    private byte[] patch = {};
    private boolean isCreated;

    /** Bytes that wait for the disk, in pieces: none is copied because more come. */
    private static final class Pending {
        private static final int FIRST_BYTES = 8192;
        private static final int MAX_BYTES = 1 << 20;

        private final List<byte[]> full = new ArrayList<>();
        private byte[] last = {};
        private int used;
        private long fullBytes;

        long size() {
            return fullBytes + used;
        }

        void write(int b) {
            if (used == last.length) {
                next();
            }
            last[used++] = (byte) b;
        }

        void write(byte[] bytes, int from, int length) {
            int at = from;
            int left = length;
            while (left > 0) {
                if (used == last.length) {
                    next();
                }
                int fits = Math.min(left, last.length - used);
                System.arraycopy(bytes, at, last, used, fits);
                used += fits;
                at += fits;
                left -= fits;
            }
        }

        private void next() {
            full.add(last);
            fullBytes += last.length;
            last = new byte[(int) Math.max(FIRST_BYTES, Math.min(MAX_BYTES, fullBytes))];
            used = 0;
        }

        void patch(byte[] bytes) {
            int at = 0;
            for (byte[] piece : pieces()) {
                int fits = Math.min(bytes.length - at, piece.length);
                System.arraycopy(bytes, at, piece, 0, fits);
                at += fits;
            }
        }

        private List<byte[]> pieces() {
            List<byte[]> pieces = new ArrayList<>(full);
            pieces.add(last);
            return pieces;
        }

        void writeTo(FileChannel channel, long position) throws IOException {
            long at = position;
            for (byte[] piece : full) {
                writeAt(channel, at, ByteBuffer.wrap(piece));
                at += piece.length;
            }
            writeAt(channel, at, ByteBuffer.wrap(last, 0, used));
        }
    }

    /** Nothing yet; the file is created by the first drain. */
    public StagedFile(Path path) {
        this.path = path;
    }

    /** Where it is, or will be. */
    public Path path() {
        return path;
    }

    /** Bytes written to it, those in memory included. */
    public long size() {
        return drained + pending.size();
    }

    /** Bytes in memory. */
    public long pendingBytes() {
        return pending.size();
    }

    public void write(int b) {
        pending.write(b);
    }

    public void write(byte[] bytes, int from, int length) {
        pending.write(bytes, from, length);
    }

    /** Replaces the begin of the file by as many bytes. */
    public void patchBegin(byte[] bytes) {
        if (drained == 0) {
            pending.patch(bytes);
        } else {
            patch = bytes.clone();
        }
    }

    /**
     * Writes to the disk what waits in memory, after which it is on the disk even if the power fails.
     *
     * @throws NoSuchFileException if it was written to before and somebody removed it since, as the successor of a task does
     *     that was thought dead: to begin it again would leave a hole
     * @throws IOException if the disk does not take it; nothing is lost, and it may be tried again
     */
    public void drain() throws IOException {
        if (pending.size() == 0 && patch.length == 0) {
            return;
        }
        if (!isCreated) {
            Files.createDirectories(path.toAbsolutePath().getParent());
        }
        try (FileChannel channel = isCreated
                ? FileChannel.open(path, StandardOpenOption.WRITE)
                : FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            isCreated = true;
            pending.writeTo(channel, drained);
            writeAt(channel, 0, ByteBuffer.wrap(patch));
            channel.force(false);
        }
        drained += pending.size();
        pending = new Pending();
        patch = new byte[0];
    }

    private static void writeAt(FileChannel channel, long position, ByteBuffer bytes) throws IOException {
        long at = position;
        while (bytes.hasRemaining()) {
            at += channel.write(bytes, at);
        }
    }

    /** Removes it; what cannot be removed now is removed at the next start. */
    public void delete() {
        pending = new Pending();
        if (isCreated) {
            try {
                Files.deleteIfExists(path);
            } catch (IOException left) {
                LOG.warn("{} could not be removed; the next start of the task removes it", path, left);
            }
        }
    }
}
