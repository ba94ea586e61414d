package dev.dbmigrate.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbmigrate.annotations.Phase;
import dev.dbmigrate.model.MigrationId.Style;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MigrationIdTest {

    @ParameterizedTest
    @CsvSource({
        "003_add_user_preferences, NUMBER, add_user_preferences",
        "V001-add-session-tags, NUMBER, add-session-tags",
        "2025-01-15-001-add-product-rating-index, DATE, add-product-rating-index",
        "20241227_120000_add_audit_log, TIMESTAMP, add_audit_log"
    })
    void readsTheStylesOfTheFiveProcedures(String text, Style style, String name) {
        assertThat(MigrationId.tryParse(text)).hasValueSatisfying(id -> {
            assertThat(id.style()).isEqualTo(style);
            assertThat(id.name()).isEqualTo(name);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "add_users", "3", "3_", "3-add users", "3__a", "3_ä", "_3_a", "3_a\n"})
    void refusesOthers(String text) {
        assertThat(MigrationId.tryParse(text)).isEmpty();
    }

    @Test
    void refusesWhatTheHistoryCannotHold() {
        assertThat(MigrationId.tryParse("1_" + "a".repeat(253))).isPresent();
        assertThat(MigrationId.tryParse("1_" + "a".repeat(254))).isEmpty();
    }

    @Test
    void naturalOrderIsTotal() {
        List<String> sorted =
                List.of("1_a", "01_a", "001_a", "1_b", "2_a", "9_a", "10_a", "99999999999999999999_a", "V1_a");
        for (int i = 0; i < sorted.size(); i++) {
            for (int j = 0; j < sorted.size(); j++) {
                int sign = Integer.signum(MigrationId.NATURAL_ORDER.compare(sorted.get(i), sorted.get(j)));
                int other = Integer.signum(MigrationId.NATURAL_ORDER.compare(sorted.get(j), sorted.get(i)));
                assertThat(sign).isEqualTo(-other);
                assertThat(sign == 0).isEqualTo(i == j);
            }
        }
        List<String> copy = new ArrayList<>(List.of("10_a", "9_a", "2_a", "V1_a", "1_b"));
        copy.sort(MigrationId.NATURAL_ORDER);
        assertThat(copy).containsExactly("1_b", "2_a", "9_a", "10_a", "V1_a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "1.2", "01.2.3", "1.2.3-beta", "v1.2.3", "1.2.3.4", "1.2.9999999999"})
    void refusesWhatIsNoVersion(String text) {
        assertThat(SemanticVersion.tryParse(text)).isEmpty();
        assertThatThrownBy(() -> SemanticVersion.parse(text)).hasMessageContaining("write MAJOR.MINOR.PATCH");
    }

    @Test
    void versionsCompareByNumber() {
        assertThat(SemanticVersion.parse("1.10.0")).isGreaterThan(SemanticVersion.parse("1.9.9"));
        assertThat(SemanticVersion.parse("2.0.0")).isGreaterThan(SemanticVersion.parse("1.99.99"));
        assertThat(SemanticVersion.parse("1.2.3"))
                .hasToString("1.2.3")
                .isEqualByComparingTo(new SemanticVersion(1, 2, 3));
    }

    @Test
    void anEntryHasTheAnnotationsDefaults() {
        ManifestEntry entry = ManifestEntry.of("1_a", "A").version("1.0.0").build();
        assertThat(entry.transactional()).isTrue();
        assertThat(entry.breaking()).isFalse();
        assertThat(entry.phase()).isEqualTo(Phase.NONE);
        assertThat(entry.checksum()).isNull();
        assertThat(entry.irreversible()).isNull();
    }
}
