package dev.dbmigrate.runtime.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import dev.dbmigrate.runtime.check.SourceFinding.Severity;
import java.io.InputStream;
import java.util.List;
import org.junit.jupiter.api.Test;

class CheckReportsTest {

    private static final SourceCheck.Result RESULT = new SourceCheck.Result(
            3,
            List.of(
                    new SourceFinding(
                            "DBM-C002",
                            Severity.ERROR,
                            "app/src/main/java/com/a b/Ä,x.java",
                            8,
                            14,
                            "100% wrong\nby: far"),
                    new SourceFinding("DBM-C072", Severity.WARNING, "A.java", 3, 0, "w"),
                    new SourceFinding("DBM-C070", Severity.NOTE, "META-INF/dbmigrate.lock", 0, 0, "n"),
                    new SourceFinding("compiler.err.cant.resolve", Severity.ERROR, null, 0, 0, "no place")));

    @Test
    void theSarifLogKeepsToItsSchema() throws Exception {
        assertThat(faults(CheckReports.sarif(RESULT, "0.1.0"))).isEmpty();
        assertThat(faults(CheckReports.sarif(new SourceCheck.Result(0, List.of()), "0.1.0")))
                .isEmpty();
        assertThat(faults(CheckReports.sarif(RESULT, "0.1.0").replace("\"error\"", "\"fatal\"")))
                .isNotEmpty();
    }

    private static List<?> faults(String document) throws Exception {
        try (InputStream schema = CheckReportsTest.class.getResourceAsStream("/schema/sarif-schema-2.1.0.json")) {
            JsonSchema validator = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7)
                    .getSchema(
                            schema,
                            SchemaValidatorsConfig.builder()
                                    .formatAssertionsEnabled(true)
                                    .build());
            return List.copyOf(validator.validate(new ObjectMapper().readTree(document)));
        }
    }

    @Test
    void eachResultNamesItsRuleAndItsPlace() throws Exception {
        JsonNode run =
                new ObjectMapper().readTree(CheckReports.sarif(RESULT, "0.1.0")).at("/runs/0");
        assertThat(run.at("/tool/driver/rules")).hasSize(4);
        for (JsonNode result : run.get("results")) {
            JsonNode rule =
                    run.at("/tool/driver/rules").get(result.get("ruleIndex").asInt());
            assertThat(rule.get("id")).isEqualTo(result.get("ruleId"));
        }
        assertThat(run.at("/tool/driver/rules/0/help/markdown").asText())
                .isEqualTo("[DBM-C002](docs/diagnostics-compile.md)");
        assertThat(run.at("/tool/driver/rules/1/help/markdown").asText())
                .isEqualTo("[DBM-C070](docs/diagnostics-lock.md)");
        JsonNode place = run.at("/results/0/locations/0/physicalLocation");
        assertThat(place.at("/artifactLocation/uri").asText()).isEqualTo("app/src/main/java/com/a%20b/%C3%84,x.java");
        assertThat(place.at("/region/startLine").asInt()).isEqualTo(8);
        assertThat(place.at("/region/startColumn").asInt()).isEqualTo(14);
        assertThat(run.at("/results/2/locations/0/physicalLocation/region").isMissingNode())
                .isTrue();
        assertThat(run.at("/results/3/locations").isMissingNode()).isTrue();
    }

    @Test
    void workflowCommandsAreOneLineEachWithWhatWouldEndThemEscaped() {
        assertThat(CheckReports.github(RESULT)).isEqualTo("""
                ::error file=app/src/main/java/com/a b/Ä%2Cx.java,line=8,col=14,title=DBM-C002::[DBM-C002] 100%25 wrong%0Aby: far
                ::warning file=A.java,line=3,title=DBM-C072::[DBM-C072] w
                ::notice file=META-INF/dbmigrate.lock,title=DBM-C070::[DBM-C070] n
                ::error title=compiler.err.cant.resolve::[compiler.err.cant.resolve] no place
                """);
    }

    @Test
    void theTextIsWhatEditorsFollow() {
        assertThat(RESULT.findings())
                .extracting(SourceFinding::text)
                .contains("A.java:3: warning: [DBM-C072] w", "error: [compiler.err.cant.resolve] no place");
    }
}
