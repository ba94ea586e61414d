package dev.dbmigrate.mongodb.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Date;
import org.bson.Document;
import org.junit.jupiter.api.Test;

class DeploymentTest {

    @Test
    void theTimeIsTheServersOwn() {
        Instant longAgo = Instant.ofEpochSecond(1_000_000);

        assertThat(Deployment.of(new Document("localTime", Date.from(longAgo))).serverTime())
                .isEqualTo(longAgo);
    }

    /** Our own clock in its place could take a lease away that lives, or leave one for ever that does not. */
    @Test
    void aServerThatDoesNotTellItsTimeGetsNoOtherOne() {
        Deployment silent = Deployment.of(new Document());

        assertThatThrownBy(silent::serverTime).hasMessageContaining("does not tell its time");
    }
}
