package dev.dbmigrate.runtime.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbmigrate.model.Checksum;
import dev.dbmigrate.model.LockFile;
import dev.dbmigrate.model.ManifestEntry;
import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.Diagnostic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LockUpdateTest {

    @TempDir
    Path folder;

    private static ManifestEntry.Builder entry(String id, String code) {
        ManifestEntry.Builder entry =
                ManifestEntry.of(id, "com.acme.A" + id).version("1.0.0").part("postgres", "postgres", true);
        return code.isEmpty()
                ? entry
                : entry.checksum(new Checksum().add(Checksum.Part.WORD, code).value());
    }

    private static LockUpdate update(LockFile before, List<String> relock, ManifestEntry.Builder... entries) {
        return LockUpdate.of(
                before,
                java.util.Arrays.stream(entries)
                        .map(ManifestEntry.Builder::build)
                        .toList(),
                relock);
    }

    private static LockFile released() {
        return update(LockFile.EMPTY, List.of(), entry("002_b", "b").dependsOn("001_a"), entry("001_a", "a"))
                .lock();
    }

    @Test
    void newMigrationsAreAddedAndASecondTimeNothingIs() {
        LockUpdate first = update(
                released(),
                List.of(),
                entry("001_a", "a"),
                entry("002_b", "b").dependsOn("001_a"),
                entry("003_c", "c"));
        assertThat(first.added()).containsExactly("003_c");
        LockUpdate second = update(
                first.lock(),
                List.of(),
                entry("001_a", "a"),
                entry("002_b", "b").dependsOn("001_a"),
                entry("003_c", "c"));
        assertThat(second.added()).isEmpty();
        assertThat(second.lock()).isEqualTo(first.lock());
    }

    @Test
    void everyChangeOfAReleasedMigrationIsNamed() {
        assertThatThrownBy(() -> update(
                        released(),
                        List.of(),
                        entry("002_b", "other").version("1.1.0").part("redis", "redis", true)))
                .isInstanceOfSatisfying(
                        DbMigrateException.class,
                        e -> assertThat(e.diagnostic()).isEqualTo(Diagnostic.RELEASED_CHANGED))
                .hasMessageContaining("001_a is gone: no compiled class has this id")
                .hasMessageContaining(
                        "002_b was changed: databases [postgres] → [postgres, redis]; version 1.0.0 → 1.1.0;"
                                + " dependsOn [001_a] → []; its code is another one")
                .hasMessageEndingWith(
                        "mvn compile dbmigrate:lock -Ddbmigrate.relock=001_a,002_b -Ddbmigrate.reason=\"why\"");
    }

    @Test
    void whatIsAcceptedIsLockedAgain() {
        LockUpdate update = update(released(), List.of("002_b", "001_a"), entry("002_b", "other"));
        assertThat(update.relocked()).containsExactly("001_a", "002_b");
        assertThat(update.lock().entries()).singleElement().satisfies(entry -> {
            assertThat(entry.checksum())
                    .isEqualTo(new Checksum().add(Checksum.Part.WORD, "other").value());
            assertThat(entry.dependsOn()).isEmpty();
        });
    }

    @Test
    void whatWasNotChangedCannotBeAccepted() {
        assertThatThrownBy(() -> update(released(), List.of("001_a"), entry("001_a", "a"), entry("002_b", "x")))
                .hasMessageStartingWith("[DBM-R003] dbmigrate.relock names 001_a, which is as released")
                .hasMessageEndingWith("Changed are: -Ddbmigrate.relock=002_b");
    }

    @Test
    void anAbsentChecksumIsNotDifferentAndDoesNotEraseOne() {
        LockFile before = released();
        assertThat(update(
                                before,
                                List.of(),
                                entry("001_a", ""),
                                entry("002_b", "").dependsOn("001_a"))
                        .lock())
                .isEqualTo(before);
        LockFile without = update(LockFile.EMPTY, List.of(), entry("001_a", "")).lock();
        assertThat(update(without, List.of(), entry("001_a", "a")).lock().find("001_a"))
                .hasValueSatisfying(entry -> assertThat(entry.checksum()).isNotNull());
    }

    @Test
    void whatIsStoodForStaysReleased() {
        LockUpdate update = update(
                released(),
                List.of(),
                entry("001_a", "a"),
                entry("003_squash", "s").replaces("002_b"));
        assertThat(update.lock().entries())
                .extracting(LockFile.Entry::id)
                .containsExactly("001_a", "002_b", "003_squash");
    }

    @Test
    void theFileIsWrittenWholeOrNotAtAll() throws IOException {
        Path file = folder.resolve("a/b/dbmigrate.lock");
        assertThat(LockText.read(file)).isEqualTo(LockFile.EMPTY);
        assertThat(LockText.write(file, released())).isTrue();
        assertThat(LockText.write(file, released())).isFalse();
        assertThat(LockText.read(file)).isEqualTo(released());
        try (var files = Files.list(file.getParent())) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void rebaseMendsSaysNothingToMendOrNamesTheLine() throws IOException {
        Path file = folder.resolve("dbmigrate.lock");
        assertThatThrownBy(() -> LockRebase.of(file))
                .hasMessageContaining("[DBM-R045]")
                .hasMessageContaining("is not there");
        LockText.write(file, released());
        assertThat(LockRebase.of(file)).isEqualTo(new LockRebase(released(), false));
        Files.writeString(file, "<<<<<<< a\n=======\n>>>>>>> b\n" + released().format());
        assertThatThrownBy(() -> LockText.read(file)).hasMessageContaining(file + ":1: a conflict of git");
        assertThat(LockRebase.of(file)).isEqualTo(new LockRebase(released(), true));
        assertThat(LockText.read(file)).isEqualTo(released());
        Files.writeString(file, "<<<<<<< a\n" + released().format() + "002_b postgres 9.0.0 - -\n");
        assertThatThrownBy(() -> LockRebase.of(file))
                .hasMessageContaining(file + ":5: the branches have released 002_b differently");
    }
}
