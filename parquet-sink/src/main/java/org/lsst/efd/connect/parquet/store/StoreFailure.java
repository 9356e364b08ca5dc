package org.lsst.efd.connect.parquet.store;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.ReadOnlyFileSystemException;
import org.apache.hadoop.ipc.RemoteException;
import org.apache.hadoop.security.AccessControlException;
import org.apache.hadoop.security.KerberosAuthException;
import org.jspecify.annotations.Nullable;

/** Whether a failure of a store may pass by itself; told by class, never by text. */
public enum StoreFailure {
    /** The store is away, busy, full or asks to wait: to be tried again. */
    PASSING,
    /** Access is denied, or what must exist does not: a few attempts, then a person must act. */
    LASTING;

    /** Attempts at what looks like {@link #LASTING}: permissions do change while a task runs. */
    public static final int LASTING_ATTEMPTS = 3;

    /** The class of a failure. */
    public static StoreFailure of(Exception failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (isLasting(cause)) {
                return LASTING;
            }
        }
        return PASSING;
    }

    private static boolean isLasting(Throwable cause) {
        if (cause instanceof RemoteException remote) {
            IOException unwrapped =
                    remote.unwrapRemoteException(AccessControlException.class, FileNotFoundException.class);
            return unwrapped != remote && isLasting(unwrapped);
        }
        return cause instanceof AccessDeniedException
                || cause instanceof AccessControlException
                || cause instanceof KerberosAuthException
                || cause instanceof FileNotFoundException
                || cause instanceof NoSuchFileException
                || cause instanceof NotDirectoryException
                || cause instanceof ReadOnlyFileSystemException
                || (cause instanceof FileSystemException denied && isDenied(denied));
    }

    /** A path that runs through a plain file is reported as a plain {@link FileSystemException} of this class. */
    private static boolean isDenied(FileSystemException failure) {
        return failure instanceof java.nio.file.FileAlreadyExistsException;
    }
}
