package org.lsst.efd.connect.avro.decode;

/**
 * Reads texts and gives the last one again when the same bytes come again, as they do in most texts of telemetry (who
 * sent it, which revision, which state). It stops looking where texts differ every time, and tries again now and then.
 * Not thread-safe.
 */
final class TextReader implements ValueReader {
    private static final int MAX_BYTES = 64;
    private static final int PATIENCE = 16;
    private static final int PAUSE = 4096;

    private byte[] lastBytes = new byte[0];
    private String lastText = "";
    private int patience = PATIENCE;

    @Override
    public Object read(ByteCursor in) {
        int length = in.readLength();
        if (length > MAX_BYTES) {
            return in.readString(length);
        }
        if (patience <= 0) {
            patience = patience <= -PAUSE ? 2 : patience - 1;
            return in.readString(length);
        }
        if (in.isNext(lastBytes, length)) {
            in.skip(length);
            patience = PATIENCE;
            return lastText;
        }
        patience--;
        byte[] bytes = in.peekBytes(length);
        String text = in.readString(length);
        lastBytes = bytes;
        lastText = text;
        return text;
    }
}
