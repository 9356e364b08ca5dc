package org.lsst.efd.connect.common.time;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * By how many seconds TAI is ahead of UTC, and since when. Immutable.
 *
 * <p>The built-in table holds every leap second from 1972-01-01 (10 s) to 2017-01-01 (37 s), source: IERS Bulletin C.
 * Before 1972 the first value holds, after the last entry the last one.
 */
public final class LeapSeconds {
    private static final long NTP_TO_UNIX_SECONDS = 2_208_988_800L;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private static final LeapSeconds BUILT_IN = new LeapSeconds(new long[][] {
        {63072000L, 10}, // 1972-01-01
        {78796800L, 11}, // 1972-07-01
        {94694400L, 12}, // 1973-01-01
        {126230400L, 13}, // 1974-01-01
        {157766400L, 14}, // 1975-01-01
        {189302400L, 15}, // 1976-01-01
        {220924800L, 16}, // 1977-01-01
        {252460800L, 17}, // 1978-01-01
        {283996800L, 18}, // 1979-01-01
        {315532800L, 19}, // 1980-01-01
        {362793600L, 20}, // 1981-07-01
        {394329600L, 21}, // 1982-07-01
        {425865600L, 22}, // 1983-07-01
        {489024000L, 23}, // 1985-07-01
        {567993600L, 24}, // 1988-01-01
        {631152000L, 25}, // 1990-01-01
        {662688000L, 26}, // 1991-01-01
        {709948800L, 27}, // 1992-07-01
        {741484800L, 28}, // 1993-07-01
        {773020800L, 29}, // 1994-07-01
        {820454400L, 30}, // 1996-01-01
        {867715200L, 31}, // 1997-07-01
        {915148800L, 32}, // 1999-01-01
        {1136073600L, 33}, // 2006-01-01
        {1230768000L, 34}, // 2009-01-01
        {1341100800L, 35}, // 2012-07-01
        {1435708800L, 36}, // 2015-07-01
        {1483228800L, 37}, // 2017-01-01
    });

    private final long[] taiStartNs;
    private final long[] offsetNs;

    /** Rows of UTC seconds since the epoch and TAI - UTC in seconds, ascending. */
    private LeapSeconds(long[][] rows) {
        taiStartNs = Arrays.stream(rows)
                .mapToLong(row -> (row[0] + row[1]) * NANOS_PER_SECOND)
                .toArray();
        offsetNs =
                Arrays.stream(rows).mapToLong(row -> row[1] * NANOS_PER_SECOND).toArray();
    }

    /** The table known when this was built. */
    public static LeapSeconds builtIn() {
        return BUILT_IN;
    }

    /**
     * A table from a file in the format of the IERS {@code leap-seconds.list}: lines of NTP seconds and TAI - UTC; what
     * follows a {@code #} is a comment.
     *
     * @throws IOException if the file cannot be read
     * @throws IllegalArgumentException if a line is not of that form, the times do not ascend, or there is none
     */
    public static LeapSeconds read(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file).stream()
                .map(line -> line.replaceFirst("#.*", "").trim())
                .filter(line -> !line.isEmpty())
                .toList();
        long[][] rows = new long[lines.size()][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = parse(lines.get(i));
            if (i > 0 && rows[i][0] <= rows[i - 1][0]) {
                throw new IllegalArgumentException(file + " is not in ascending order of time");
            }
        }
        if (rows.length == 0) {
            throw new IllegalArgumentException(
                    file + " holds no leap second; expected lines of: NTP seconds, TAI - UTC");
        }
        return new LeapSeconds(rows);
    }

    private static long[] parse(String line) {
        String[] words = line.split("\\s+", -1);
        try {
            if (words.length == 2) {
                return new long[] {Long.parseLong(words[0]) - NTP_TO_UNIX_SECONDS, Long.parseLong(words[1])};
            }
        } catch (NumberFormatException notANumber) {
            throw new IllegalArgumentException(
                    "leap second line '" + line + "' does not hold: NTP seconds, TAI - UTC", notANumber);
        }
        throw new IllegalArgumentException("leap second line '" + line + "' does not hold: NTP seconds, TAI - UTC");
    }

    /**
     * The UTC nanoseconds of a TAI stamp, both counted from 1970-01-01T00:00:00 of their scale. An inserted second has
     * no number of its own in UTC: it gets those of the second that follows.
     */
    public long utcNs(long taiNs) {
        int row = taiStartNs.length - 1;
        while (row > 0 && taiNs < taiStartNs[row]) {
            row--;
        }
        return Math.subtractExact(taiNs, offsetNs[row]);
    }

    /** The TAI nanoseconds of a UTC time, both counted from 1970-01-01T00:00:00 of their scale. */
    public long taiNs(long utcNs) {
        int row = taiStartNs.length - 1;
        while (row > 0 && utcNs < taiStartNs[row] - offsetNs[row]) {
            row--;
        }
        return Math.addExact(utcNs, offsetNs[row]);
    }
}
