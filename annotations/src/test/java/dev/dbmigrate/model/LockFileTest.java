package dev.dbmigrate.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dbmigrate.model.LockFile.Entry;
import dev.dbmigrate.model.LockFile.Fault;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LockFileTest {

    private static final String SUM = new Checksum().value();

    private static Entry entry(String id, String... dependsOn) {
        return new Entry(id, List.of("postgres"), new SemanticVersion(1, 0, 0), SUM, List.of(dependsOn));
    }

    private static String text() {
        return LockFile.of(List.of(
                        entry("002_add_users", "001_initial_schema"),
                        entry("001_initial_schema"),
                        new Entry(
                                "010_both",
                                List.of("postgres", "redis"),
                                new SemanticVersion(2, 0, 0),
                                null,
                                List.of("002_add_users", "001_initial_schema"))))
                .format();
    }

    private static List<Fault> faults(String text) {
        return catchThrowableOfType(MalformedLockFileException.class, () -> LockFile.parse(text))
                .faults();
    }

    @Test
    void theTextIsStableForEver() {
        assertThat(text()).isEqualTo("""
                        dbmigrate-lock 1 %s
                        001_initial_schema postgres 1.0.0 %s -
                        002_add_users postgres 1.0.0 %s 001_initial_schema
                        010_both postgres,redis 2.0.0 - 001_initial_schema,002_add_users
                        """.formatted(
                        "sha256:f87c91d5695d4e03ea94ec51bb708c78b8d968af40843b3e68396508359d64cf", SUM, SUM));
    }

    @Test
    void nothingReleasedIsAFileToo() {
        assertThat(LockFile.parse(LockFile.EMPTY.format())).isEqualTo(LockFile.EMPTY);
        assertThat(LockFile.EMPTY.entries()).isEmpty();
    }

    @Test
    void whatGitDoesToLineEndsDoesNotCount() {
        assertThat(LockFile.parse(text().replace("\n", "\r\n"))).isEqualTo(LockFile.parse(text()));
    }

    @Test
    void aMigrationIsFoundWithItsLine() {
        LockFile lock = LockFile.parse(text());
        assertThat(lock.find("010_both").orElseThrow().databases()).containsExactly("postgres", "redis");
        assertThat(lock.lineOf("010_both")).isEqualTo(4);
        assertThat(text().lines().toList().get(3)).startsWith("010_both ");
        assertThat(lock.find("011_new")).isEmpty();
        assertThat(lock.lineOf("011_new")).isZero();
    }

    @Test
    void twoBranchesThatReleaseDifferentMigrationsDifferInTheHeadLine() {
        String one = LockFile.of(List.of(entry("001_a"), entry("002_b"))).format();
        String other = LockFile.of(List.of(entry("001_a"), entry("003_c"))).format();
        assertThat(one.lines().findFirst()).isNotEqualTo(other.lines().findFirst());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "  \r\n"})
    void anEmptyFile(String text) {
        assertThat(faults(text)).singleElement().satisfies(fault -> {
            assertThat(fault.line()).isEqualTo(1);
            assertThat(fault.message()).startsWith("the file is empty").contains("git checkout");
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "dbmigrate-lock 1 | lock 1 | 1 | the first line is not",
                "dbmigrate-lock 1 | dbmigrate-lock 7 | 1 | format 7 is not known",
                "001_initial_schema,002 | 001_initial_schema,  002 | 4 | a line has five fields",
                "002_add_users postgres | adding_users postgres | 3 | \"adding_users\" is not a migration id",
                "010_both postgres,redis | 010_both postgres,re$dis | 4 | \"postgres,re$dis\" are not names of databases",
                "010_both postgres,redis | 010_both - | 4 | \"-\" are not names of databases",
                "postgres,redis 2.0.0 | postgres,redis 2.0 | 4 | \"2.0\" is not a version",
                "redis 2.0.0 - | redis 2.0.0 v1:00 | 4 | \"v1:00\" is not a checksum",
                "001_initial_schema,002_add_users | 001_initial_schema, | 4 | \"\" is not a migration id",
                "001_initial_schema,002_add_users | 002_add_users,001_initial_schema | 4 | the dependencies are not sorted",
                "002_add_users postgres | 020_add_users postgres | 4 | 010_both stands behind 020_add_users",
                "002_add_users postgres | 001_initial_schema postgres | 3 | 001_initial_schema stands here a second time",
                "postgres 1.0.0 | postgres 1.0.1 | 1 | the hash is not that of the lines below",
                "postgres,redis 2 | postgres,redis,mongodb 2 | 1 | the hash is not that of the lines below",
            })
    void whatIsWrongIsSaidWithItsLine(String part, String wrong, int line, String message) {
        String edited = text().replaceFirst(
                        java.util.regex.Pattern.quote(part), java.util.regex.Matcher.quoteReplacement(wrong));
        assertThat(edited).isNotEqualTo(text());
        assertThat(faults(edited)).singleElement().satisfies(fault -> {
            assertThat(fault.message()).startsWith(message);
            assertThat(fault.line()).isEqualTo(line);
        });
    }

    @Test
    void everyWrongLineIsReported() {
        String edited = text().replace(" 1.0.0 ", " one ");
        assertThat(faults(edited)).extracting(Fault::line).containsExactly(2, 3);
        assertThatThrownBy(() -> LockFile.parse(edited))
                .hasMessageContaining("dbmigrate.lock:2: \"one\" is not a version")
                .hasMessageContaining("dbmigrate.lock:3: ");
    }

    @Test
    void aConflictOfGitIsNamed() {
        String merged = "<<<<<<< HEAD\n" + text() + "=======\n" + text() + ">>>>>>> feature/users\n";
        assertThat(faults(merged)).singleElement().satisfies(fault -> {
            assertThat(fault.line()).isEqualTo(1);
            assertThat(fault.message()).startsWith("a conflict of git is not solved");
        });
    }

    @Test
    void aFileThatIsCutOffAnywhereIsRefused() {
        String whole = text();
        for (int end = 0; end < whole.length(); end++) {
            assertThat(faults(whole.substring(0, end)))
                    .as("first %d characters", end)
                    .isNotEmpty();
        }
    }

    @Test
    void aChangeOfAnyCharacterIsRefused() {
        String whole = text();
        for (int at = 0; at < whole.length(); at++) {
            char other = whole.charAt(at) == '7' ? '8' : '7';
            String edited = whole.substring(0, at) + other + whole.substring(at + 1);
            assertThat(faults(edited)).as("character %d", at).isNotEmpty();
        }
    }

    @Test
    void whatCouldNotBeReadAgainIsNotWritten() {
        assertThatThrownBy(() -> LockFile.of(List.of(entry("001_a"), entry("001_a"))))
                .isInstanceOf(MalformedLockFileException.class)
                .hasMessageContaining("a second time");
        assertThatThrownBy(() -> LockFile.of(List.of(entry("001 a")))).isInstanceOf(MalformedLockFileException.class);
    }

    @Test
    void whateverIsWrittenIsReadAgainWhateverTheOrderItWasGivenIn() {
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            List<Entry> entries = new ArrayList<>(random(random).values());
            LockFile lock = LockFile.of(entries);
            assertThat(LockFile.parse(lock.format())).as("seed %d", seed).isEqualTo(lock);
            assertThat(lock.entries()).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(entries);
            Collections.shuffle(entries, random);
            assertThat(LockFile.of(entries).format()).as("seed %d", seed).isEqualTo(lock.format());
            entries.forEach(entry -> assertThat(lock.find(entry.id())).contains(entry));
        }
    }

    private static Map<String, Entry> random(Random random) {
        Map<String, Entry> entries = new LinkedHashMap<>();
        String[] styles = {"%d_m", "V%03d-m", "2025-01-15-%03d-m", "20250115_%06d_m"};
        for (int i = random.nextInt(40); i > 0; i--) {
            String id = String.format(styles[random.nextInt(styles.length)], random.nextInt(1000));
            List<String> before = new ArrayList<>(entries.keySet());
            Collections.shuffle(before, random);
            entries.put(
                    id,
                    new Entry(
                            id,
                            random.nextBoolean() ? List.of("postgres") : List.of("mongodb", "my-redis_2"),
                            new SemanticVersion(random.nextInt(20), random.nextInt(20), random.nextInt(20)),
                            random.nextInt(5) == 0
                                    ? null
                                    : new Checksum().add(Checksum.Part.WORD, id).value(),
                            before.stream()
                                    .filter(other -> !other.equals(id))
                                    .limit(random.nextInt(4))
                                    .toList()));
        }
        return entries;
    }
}
