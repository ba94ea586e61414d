package dev.dbmigrate.runtime.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.Diagnostic;
import dev.dbmigrate.runtime.ExecutedPart;
import dev.dbmigrate.runtime.RunResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DocumentsTest {

    private final ObjectMapper jackson = new ObjectMapper();

    @Test
    void statusHasTheFieldsOfTheContract() throws Exception {
        JsonNode read = read(Documents.document("status", null, Documents.status(Reports.status())));

        List<String> fields = new ArrayList<>();
        read.fieldNames().forEachRemaining(fields::add);
        assertThat(fields)
                .containsExactly("formatVersion", "success", "goal", "home", "lease", "databases", "migrations");
        assertThat(read.get("formatVersion").asInt()).isEqualTo(1);
        assertThat(read.get("success").asBoolean()).isTrue();
        JsonNode database = read.get("databases").get(0);
        assertThat(database.get("name").asText()).isEqualTo("postgres");
        assertThat(database.get("kind").asText()).isEqualTo("postgres");
        assertThat(database.get("currentVersion").asText()).isEqualTo("1.1.0");
        assertThat(database.get("inDoubt").asInt()).isZero();
        JsonNode failed = read.get("migrations").get(2);
        assertThat(failed.get("id").asText()).isEqualTo("003_add_user_preferences");
        assertThat(failed.get("database").asText()).isEqualTo("postgres");
        assertThat(failed.get("state").asText()).isEqualTo("FAILED");
        assertThat(failed.get("version").asText()).isEqualTo("1.2.0");
        assertThat(failed.get("checksum").asText()).isEqualTo("v1:cc");
        assertThat(failed.get("executionMillis").asLong()).isEqualTo(17);
        assertThat(failed.get("error").asText()).contains("relation");
    }

    @Test
    void aFailureSaysWhatWasDoneBefore() throws Exception {
        RunResult result = new RunResult(
                List.of(
                        Reports.executed("001_a", ExecutedPart.Outcome.APPLIED, null),
                        Reports.executed("002_b", ExecutedPart.Outcome.FAILED, "boom")),
                List.of("careful"),
                42);
        DbMigrateException failure = new DbMigrateException(Diagnostic.MIGRATION_FAILED, "002_b failed\nboom");

        JsonNode read = read(Documents.document("apply", failure, Documents.run(result)));

        assertThat(read.get("success").asBoolean()).isFalse();
        assertThat(read.get("error").get("id").asText()).isEqualTo("DBM-R030");
        assertThat(read.get("error").get("message").asText()).isEqualTo("[DBM-R030] 002_b failed\nboom");
        assertThat(read.get("error").get("exitCode").asInt()).isEqualTo(1);
        assertThat(read.get("parts").get(0).get("outcome").asText()).isEqualTo("APPLIED");
        assertThat(read.get("parts").get(1).get("error").asText()).isEqualTo("boom");
        assertThat(read.get("warnings").get(0).asText()).isEqualTo("careful");
    }

    private JsonNode read(Map<String, Object> document) throws Exception {
        return jackson.readTree(Json.write(document));
    }
}
