package dev.dbmigrate.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfigurationParserTest {

    @Test
    void eachKindAndEachNamedDatabaseIsRead() {
        Configuration configuration = ConfigurationParser.parse(Map.of(
                "dbmigrate.postgres.url", " jdbc:postgresql://db/app ",
                "dbmigrate.postgres.user", "app",
                "dbmigrate.postgres.password", "secret",
                "dbmigrate.neo4j.url", "bolt://graph:7687",
                "dbmigrate.neo4j.database", "concepts",
                "dbmigrate.databases.orders.kind", "postgres",
                "dbmigrate.databases.orders.url", "jdbc:postgresql://db/orders",
                "dbmigrate.redis.user", "a user without a URL is no database",
                "dbmigrate.home", "orders",
                "dbmigrate.lease.wait", "90s"));

        assertThat(configuration.databases())
                .extracting(TargetConfig::name)
                .containsExactly("postgres", "neo4j", "orders");
        TargetConfig postgres = configuration.databases().get(0);
        assertThat(postgres.url()).isEqualTo("jdbc:postgresql://db/app");
        assertThat(postgres.user()).isEqualTo("app");
        assertThat(postgres.password()).isNotNull();
        assertThat(postgres.toString()).doesNotContain("secret");
        assertThat(configuration.databases().get(1).options()).containsExactly(Map.entry("database", "concepts"));
        assertThat(configuration.databases().get(2).kind()).isEqualTo("postgres");
        assertThat(configuration.home()).isEqualTo("orders");
        assertThat(configuration.leaseWait()).isEqualTo(Duration.ofSeconds(90));
        assertThat(configuration.leaseTimeToLive()).isEqualTo(Configuration.DEFAULT_LEASE_TIME_TO_LIVE);
    }

    @Test
    void whatIsMissingIsSaidWithWhatToAdd() {
        assertThatThrownBy(() -> ConfigurationParser.parse(Map.of("dbmigrate.databases.orders.url", "jdbc:x")))
                .hasMessageContaining("[DBM-R001]")
                .hasMessageContaining("add dbmigrate.databases.orders.kind=postgres");
        assertThatThrownBy(() -> ConfigurationParser.parse(Map.of("dbmigrate.databases.orders.kind", "postgres")))
                .hasMessageContaining("add dbmigrate.databases.orders.url=");
        assertThatThrownBy(() -> ConfigurationParser.parse(Map.of("dbmigrate.postgres.url", " ")))
                .hasMessageContaining("add dbmigrate.postgres.url=");
        assertThatThrownBy(() -> ConfigurationParser.parse(
                        Map.of("dbmigrate.home", "orders", "dbmigrate.postgres.url", "jdbc:postgresql://db/app")))
                .hasMessageContaining("dbmigrate.home=orders names a database that is not configured")
                .hasMessageContaining("[postgres]");
    }

    @Test
    void durationsAreReadAsPeopleWriteThem() {
        assertThat(lease("30s")).isEqualTo(Duration.ofSeconds(30));
        assertThat(lease("500ms")).isEqualTo(Duration.ofMillis(500));
        assertThat(lease("5m")).isEqualTo(Duration.ofMinutes(5));
        assertThat(lease("1h")).isEqualTo(Duration.ofHours(1));
        assertThat(lease("PT2M")).isEqualTo(Duration.ofMinutes(2));
        assertThatThrownBy(() -> lease("soon"))
                .hasMessageContaining("[DBM-R001] dbmigrate.lease.timeToLive=soon is not a duration: write 30s");
    }

    private static Duration lease(String text) {
        return ConfigurationParser.parse(Map.of("dbmigrate.lease.timeToLive", text))
                .leaseTimeToLive();
    }
}
