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

    @Test
    void aPasswordWithCharactersThatNobodyEncodedGoesToo() {
        for (String password : List.of("a@l0ng-secret", "a/l0ng-secret", "%zzl0ng-secret", "a b l0ng-secret")) {
            String url = "redis://app:" + password + "@host:6379/0";
            assertThat(redactor(url, null).redact("cannot read " + url)).doesNotContain("l0ng-secret");
            assertThat(new Redactor(Map.of("dbmigrate.redis.url", url)).redact("cannot read " + url))
                    .isEqualTo("cannot read redis://app:***@host:6379/0");
            assertThat(new TargetConfig("redis", "redis", url, null, null, Map.of()).displayUrl())
                    .isEqualTo("redis://host:6379/0");
        }
    }

    @Test
    void parametersThatMakeNoConfigurationAreEnoughToKnowTheSecrets() {
        Redactor redactor = new Redactor(Map.of(
                "dbmigrate.databases.orders.password", "hunter22",
                "dbmigrate.weaviate.apiKey", "key-of-mine",
                "dbmigrate.postgres.password", "postgres"));

        assertThat(redactor.redact("orders: hunter22, weaviate: key-of-mine, postgres"))
                .isEqualTo("orders: ***, weaviate: ***, postgres");
    }

    @Test
    void anExceptionWithoutASecretStaysItself() {
        IllegalStateException failure = new IllegalStateException("broken", new IllegalArgumentException("why"));

        assertThat(redactor("jdbc:postgresql://h/d", "hunter22").redactThrowable(failure))
                .isSameAs(failure);
    }

    @Test
    void aCircleOfCausesEnds() {
        IllegalStateException first = new IllegalStateException("hunter22");
        IllegalStateException second = new IllegalStateException("back", first);
        first.initCause(second);

        Throwable redacted = redactor("jdbc:postgresql://h/d", "hunter22").redactThrowable(first);

        assertThat(redacted).hasToString("java.lang.IllegalStateException: ***");
        assertThat(redacted.getCause()).hasToString("java.lang.IllegalStateException: back");
        assertThat(redacted.getCause().getCause()).isNull();
        assertThat(redacted.getStackTrace()).isEqualTo(first.getStackTrace());
    }
}
