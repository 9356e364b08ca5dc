package org.lsst.efd.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lsst.efd.registry.Outcome.Absent;
import org.lsst.efd.registry.Outcome.Found;
import org.lsst.efd.registry.Outcome.Refused;
import org.lsst.efd.registry.Outcome.Unavailable;

final class AnswersTest {
    @ParameterizedTest
    @CsvSource({
        "404,40401,SUBJECT",
        "404,40402,VERSION",
        "404,40403,SCHEMA",
        "404,40404,SUBJECT",
        "404,40405,NOT_PERMITTED",
        "404,40406,VERSION",
        "404,40407,NOT_PERMITTED",
        "404,40408,SUBJECT_COMPATIBILITY",
        "404,40409,SUBJECT_MODE",
        "404,404,NOT_SUPPORTED",
        "405,405,NOT_SUPPORTED",
        "501,501,NOT_SUPPORTED",
        "409,40405,NOT_PERMITTED",
        "409,40407,NOT_PERMITTED",
        "400,400,OTHER",
        "302,302,OTHER",
        "401,40101,NOT_AUTHORIZED",
        "403,40301,NOT_AUTHORIZED",
        "407,407,NOT_AUTHORIZED",
        "409,409,INCOMPATIBLE",
        "409,40901,INCOMPATIBLE",
        "413,413,INVALID",
        "422,42201,INVALID",
        "422,42202,INVALID",
        "422,42203,INVALID",
        "422,42204,INVALID",
        "422,42205,NOT_PERMITTED",
        "422,42206,NOT_PERMITTED",
        "408,408,away",
        "429,42901,away",
        "500,50001,away",
        "500,50002,away",
        "500,50003,away",
        "500,50004,away",
        "500,0,away",
        "503,503,away",
        "599,599,away"
    })
    void meansTheSameWhateverTheWords(int status, int code, String meaning) {
        for (String words : new String[] {"Schema not found", "", "401 Unauthorized"}) {
            Outcome<String> outcome =
                    Answers.outcome(new RegistryFailure("GET http://r/x", status, code, words), Duration.ZERO);

            assertThat(meaningOf(outcome)).isEqualTo(meaning);
        }
    }

    private static String meaningOf(Outcome<String> outcome) {
        if (outcome instanceof Absent<String> absent) {
            return absent.what().name();
        }
        if (outcome instanceof Refused<String> refused) {
            return refused.reason().name();
        }
        return outcome instanceof Unavailable<String> ? "away" : "found " + (outcome instanceof Found<String>);
    }
}
