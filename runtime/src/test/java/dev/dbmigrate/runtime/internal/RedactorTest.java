package dev.dbmigrate.runtime.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbmigrate.runtime.Secret;
import dev.dbmigrate.runtime.TargetConfig;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RedactorTest {

    private static Redactor redactor(String url, String password) {
        return new Redactor(List.of(new TargetConfig(
                "postgres", "postgres", url, "app", password == null ? null : new Secret(password), Map.of())));
    }

    @Test
    void aPasswordGoesWhereverItStands() {
        assertThat(redactor("jdbc:postgresql://h/d", "hunter22").redact("auth failed for app with hunter22!"))
                .isEqualTo("auth failed for app with ***!");
    }

    @Test
    void credentialsInAUrlGoDecodedAndEncoded() {
        Redactor redactor = redactor("redis://app:p%40ssw0rd@host:6379", null);

        assertThat(redactor.redact("redis://app:p%40ssw0rd@host and p@ssw0rd"))
                .isEqualTo("redis://app:***@host and ***");
        assertThat(redactor("jdbc:postgresql://h/d?user=x&password=longsecret", null)
                        .redact("…password=longsecret"))
                .isEqualTo("…password=***");
    }

    @Test
    void aPasswordThatIsAPlainWordLeavesTheMessageReadable() {
        assertThat(redactor("jdbc:postgresql://h/d", "postgres").redact("postgres failed at postgres://a:postgres@h"))
                .isEqualTo("postgres failed at postgres://a:***@h");
    }
}
