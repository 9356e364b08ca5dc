package org.lsst.efd.connect.parquet.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.LocalInputFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A local file system. A file is published by a hard link from its staged name: that is atomic, and fails where the name
 * exists. An atomic move would replace silently.
 */
public final class LocalStore implements FileStore {
    private static final Logger LOG = LoggerFactory.getLogger(LocalStore.class);
    private static final String STAGING = ".efd-staging";

    private final Path root;
    private final Path staging;
    private volatile boolean canLink = true;

    /** The directory is made where it does not exist. */
    public LocalStore(Path root) {
        this.root = root;
        this.staging = root.resolve(STAGING);
    }

    @Override
    public Path stagingDirectory() {
        return staging;
    }

    @Override
    public void prepare(String owner) throws IOException {
        checkPlace(staging);
        Files.createDirectories(staging);
        Leftovers.remove(staging, owner);
        tryLinks(staging.resolve(owner + UUID.randomUUID()));
    }

    /** A plain file on the way is told by its own class, not by a text. */
    private static void checkPlace(Path directory) throws NotDirectoryException {
        Path here = directory;
        while (here != null && !Files.exists(here)) {
            here = here.getParent();
        }
        if (here != null && !Files.isDirectory(here)) {
            throw new NotDirectoryException(here.toString());
        }
    }

    private void tryLinks(Path probe) throws IOException {
        Path linked = probe.resolveSibling(probe.getFileName() + "-linked");
        Files.createFile(probe);
        try {
            Files.createLink(linked, probe);
        } catch (UnsupportedOperationException | FileSystemException noLinks) {
            canLink = false;
            LOG.warn("{} has no hard links: files are moved, which is no fence against a second writer", root, noLinks);
        } finally {
            Files.deleteIfExists(linked);
            Files.deleteIfExists(probe);
        }
    }

    @Override
    public List<String> list(String directory, String prefix) throws IOException {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> files =
                Files.newDirectoryStream(root.resolve(directory), file -> String.valueOf(file.getFileName())
                        .startsWith(prefix))) {
            files.forEach(file -> names.add(String.valueOf(file.getFileName())));
        } catch (NoSuchFileException noDirectory) {
            return List.of();
        } catch (java.nio.file.DirectoryIteratorException failed) {
            throw failed.getCause();
        }
        return names;
    }

    @Override
    public InputFile open(String path) {
        return new LocalInputFile(root.resolve(path));
    }

    @Override
    public boolean publish(StagedName staged, String path) throws IOException {
        Path published = root.resolve(path);
        Path directory = Objects.requireNonNull(published.getParent());
        makeDirectories(directory);
        try {
            link(staged.file(), published);
        } catch (FileAlreadyExistsException taken) {
            return false;
        }
        sync(directory);
        Files.deleteIfExists(staged.file());
        return true;
    }

    private void link(Path staged, Path published) throws IOException {
        if (canLink) {
            Files.createLink(published, staged);
        } else {
            Files.move(staged, published);
        }
    }

    /** New directories are on the disk before a file in them counts. */
    private void makeDirectories(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            Path above = directory.getParent();
            if (above != null && !directory.equals(root)) {
                makeDirectories(above);
            }
            Files.createDirectories(directory);
            if (above != null) {
                sync(above);
            }
        }
    }

    private static void sync(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    @Override
    public void close() {}

    @Override
    public String toString() {
        return root.toUri().toString();
    }
}
