package dev.dbmigrate.runtime.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dbmigrate.runtime.MigrationState;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTest {

    private final ObjectMapper jackson = new ObjectMapper();

    @Test
    void whatIsWrittenIsReadBackByAnotherImplementation() throws Exception {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put(
                "text", "a \"quoted\" \\ back\\slash / line\nend\r\ttab \u0000\u0001\u001f\u007f \u2028\u2029 ä € 😀");
        document.put("key with \"quotes\"", 1);
        document.put("numbers", List.of(0, -1, Long.MAX_VALUE, 1.5));
        document.put("nothing", null);
        document.put("truth", true);
        document.put("empty", Map.of("list", List.of()));
        document.put("nested", List.of(Map.of("a", List.of(Map.of()))));
        document.put("at", Instant.parse("2026-11-21T10:00:00Z"));
        document.put("state", MigrationState.IN_DOUBT);

        JsonNode read = jackson.readTree(Json.write(document));

        assertThat(read.get("text").asText()).isEqualTo(document.get("text"));
        assertThat(read.get("key with \"quotes\"").asInt()).isEqualTo(1);
        assertThat(read.get("numbers").get(2).asLong()).isEqualTo(Long.MAX_VALUE);
        assertThat(read.get("numbers").get(3).asDouble()).isEqualTo(1.5);
        assertThat(read.get("nothing").isNull()).isTrue();
        assertThat(read.get("truth").isBoolean()).isTrue();
        assertThat(read.get("empty").get("list").isEmpty()).isTrue();
        assertThat(read.get("nested").get(0).get("a").get(0).isObject()).isTrue();
        assertThat(read.get("at").asText()).isEqualTo("2026-11-21T10:00:00Z");
        assertThat(read.get("state").asText()).isEqualTo("IN_DOUBT");
    }

    @Test
    void everyCharacterSurvivesTheWayThroughUtf8() throws Exception {
        StringBuilder all = new StringBuilder();
        for (int c = 0; c <= 0xffff; c++) {
            all.append((char) c);
            if (Character.isSurrogate((char) c)) {
                all.append('.');
            }
        }
        byte[] bytes = Json.write(Map.of("all", all)).getBytes(java.nio.charset.StandardCharsets.UTF_8);

        assertThat(jackson.readTree(bytes).get("all").asText()).isEqualTo(all.toString());
    }

    @Test
    void keysKeepTheirOrder() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("formatVersion", 1);
        document.put("b", 1);
        document.put("a", Arrays.asList(1, null));

        assertThat(Json.write(document))
                .isEqualTo("{\n  \"formatVersion\": 1,\n  \"b\": 1,\n  \"a\": [\n    1,\n    null\n  ]\n}\n");
    }

    @Test
    void whatJsonDoesNotHaveIsRefused() {
        assertThatThrownBy(() -> Json.write(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Json.write(new StringBuilder[0]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("StringBuilder");
    }
}
