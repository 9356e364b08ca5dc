package org.lsst.efd.connect.parquet.s3;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.parquet.io.SeekableInputStream;

/** Bytes in memory as parquet-mr reads files. */
final class BytesInput extends SeekableInputStream {
    private final byte[] bytes;
    private ByteArrayInputStream rest;
    private long position;

    BytesInput(byte[] bytes) {
        this.bytes = bytes;
        this.rest = new ByteArrayInputStream(bytes);
    }

    @Override
    public long getPos() {
        return position;
    }

    @Override
    public void seek(long newPosition) {
        position = newPosition;
        rest = new ByteArrayInputStream(bytes, (int) newPosition, bytes.length - (int) newPosition);
    }

    @Override
    public int read() {
        position++;
        return rest.read();
    }

    @Override
    public int read(byte[] into, int from, int length) {
        int read = rest.read(into, from, length);
        position += Math.max(0, read);
        return read;
    }

    @Override
    public void readFully(byte[] into) throws IOException {
        readFully(into, 0, into.length);
    }

    @Override
    public void readFully(byte[] into, int from, int length) throws IOException {
        if (readNBytes(into, from, length) < length) {
            throw new EOFException();
        }
    }

    @Override
    public int read(ByteBuffer into) {
        byte[] some = new byte[into.remaining()];
        int read = read(some, 0, some.length);
        into.put(some, 0, Math.max(0, read));
        return read;
    }

    @Override
    public void readFully(ByteBuffer into) throws IOException {
        byte[] all = new byte[into.remaining()];
        readFully(all);
        into.put(all);
    }
}
