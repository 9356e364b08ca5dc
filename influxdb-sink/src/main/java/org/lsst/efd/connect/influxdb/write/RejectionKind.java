package org.lsst.efd.connect.influxdb.write;

import java.util.Locale;

/** Why a line was refused, as metrics count it. */
public enum RejectionKind {
    /** The line is not line protocol. */
    PARSE,
    /** A field is stored with another type already. */
    CONFLICT,
    /** A key, a string or the line is too long. */
    SIZE,
    /** The point is older than the retention policy keeps. */
    EXPIRED,
    /** The record cannot be written as a point at all; no server was asked. */
    ENCODING,
    /** Anything else, such as a limit on series. */
    OTHER;

    /** As metrics and reports call it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The kind that a server's text suggests. */
    static RejectionKind of(String reason) {
        String text = reason.toLowerCase(Locale.ROOT);
        if (text.contains("retention policy")) {
            return EXPIRED;
        }
        if (text.contains("max key length") || text.contains("too large") || text.contains("too long")) {
            return SIZE;
        }
        if (text.contains("field type conflict") || text.contains("conflict")) {
            return CONFLICT;
        }
        return text.contains("unable to parse") || text.contains("pars") ? PARSE : OTHER;
    }
}
