package org.lsst.efd.registry;

/**
 * What a registry said when it did not give what was asked for, or what is wrong with it.
 *
 * @param request method and URL of the request; never credentials
 * @param status the HTTP status, 0 where no answer came
 * @param code the registry's own error code ({@code 40403}), or the status where the answer names none
 * @param text the registry's words, or those of the failed connection, for people only
 */
public record RegistryFailure(String request, int status, int code, String text) {
    /** One line for an error message: the request, status and code, and the registry's words. */
    @Override
    public String toString() {
        if (status == 0) {
            return request + " got no answer: " + text;
        }
        if (status < 300) {
            return request + ": " + text;
        }
        return request + " answered " + status + (code == status ? "" : " (" + code + ")") + ": " + text;
    }
}
