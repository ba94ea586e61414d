package dev.dbmigrate.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dbmigrate.model.LockFile.Entry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two branches, merged by the real git. */
class LockFileRebaseTest {

    private static boolean git;

    @TempDir
    Path repository;

    @BeforeAll
    static void findGit() {
        try {
            git = new ProcessBuilder("git", "--version").start().waitFor() == 0;
        } catch (IOException notInstalled) {
            git = false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Entry entry(String id, String version) {
        return new Entry(
                id,
                List.of("postgres"),
                SemanticVersion.parse(version),
                new Checksum().add(Checksum.Part.WORD, id).value(),
                List.of());
    }

    private static LockFile lock(String... ids) {
        return LockFile.of(Arrays.stream(ids).map(id -> entry(id, "1.0.0")).toList());
    }

    private Path file() {
        return repository.resolve("src/main/resources/META-INF/dbmigrate.lock");
    }

    private int git(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of("git", "-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "commit.gpgsign=false"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(repository.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return process.waitFor();
    }

    private void commit(LockFile lock, String file) throws IOException, InterruptedException {
        Files.createDirectories(file().getParent());
        Files.writeString(file(), lock.format());
        Files.writeString(repository.resolve(file), file);
        git("add", ".");
        git("commit", "-q", "-m", file);
    }

    private int merge(LockFile ours, LockFile theirs, String... options) throws IOException, InterruptedException {
        assumeTrue(git, "git is not installed");
        git("init", "-q", "-b", "main");
        for (String option : options) {
            git("config", option.split("=")[0], option.split("=")[1]);
        }
        commit(lock("001_a", "002_b", "003_c", "010_j"), "base.txt");
        git("checkout", "-q", "-b", "feature");
        commit(theirs, "theirs.txt");
        git("checkout", "-q", "main");
        commit(ours, "ours.txt");
        return git("merge", "-q", "feature");
    }

    @ParameterizedTest
    @ValueSource(strings = {"merge.conflictStyle=merge", "merge.conflictStyle=diff3", "core.autocrlf=false"})
    void twoBranchesThatEachReleaseAMigrationConflictAndRebaseMendsIt(String option)
            throws IOException, InterruptedException {
        LockFile ours = lock("001_a", "002_b", "003_c", "010_j", "011_ours");
        LockFile theirs = lock("001_a", "002_b", "003_c", "004_theirs", "010_j");

        assertThat(merge(ours, theirs, option)).isNotZero();

        String conflicted = Files.readString(file(), StandardCharsets.UTF_8);
        assertThat(conflicted).startsWith("<<<<<<<");
        assertThatThrownBy(() -> LockFile.parse(conflicted))
                .hasMessageContaining("dbmigrate.lock:1: a conflict of git is not solved")
                .hasMessageEndingWith("mvn dbmigrate:rebase");
        assertThat(LockFile.rebase(conflicted))
                .isEqualTo(lock("001_a", "002_b", "003_c", "004_theirs", "010_j", "011_ours"));
    }

    @Test
    void neighboursConflictAsOneBlock() throws IOException, InterruptedException {
        LockFile ours = lock("001_a", "002_b", "003_c", "010_j", "011_ours");
        LockFile theirs = lock("001_a", "002_b", "003_c", "010_j", "011_theirs", "012_theirs");
        assertThat(merge(ours, theirs)).isNotZero();
        assertThat(LockFile.rebase(Files.readString(file())))
                .isEqualTo(lock("001_a", "002_b", "003_c", "010_j", "011_ours", "011_theirs", "012_theirs"));
    }

    @Test
    void unrelatedBranchesDoNotConflict() throws IOException, InterruptedException {
        LockFile base = lock("001_a", "002_b", "003_c", "010_j");
        LockFile ours = lock("001_a", "002_b", "003_c", "010_j", "011_ours");
        assertThat(merge(ours, base)).isZero();
        assertThat(LockFile.parse(Files.readString(file()))).isEqualTo(ours);
    }

    @Test
    void oneIdWithTwoContentsIsNamed() throws IOException, InterruptedException {
        List<Entry> ours =
                new ArrayList<>(lock("001_a", "002_b", "003_c", "010_j").entries());
        List<Entry> theirs = new ArrayList<>(ours);
        ours.add(entry("011_x", "1.1.0"));
        theirs.add(entry("011_x", "2.0.0"));
        assertThat(merge(LockFile.of(ours), LockFile.of(theirs))).isNotZero();
        String conflicted = Files.readString(file());
        assertThatThrownBy(() -> LockFile.rebase(conflicted))
                .isInstanceOf(MalformedLockFileException.class)
                .hasMessageContaining("the branches have released 011_x differently: line ")
                .hasMessageContaining("011_x postgres 1.1.0")
                .hasMessageContaining("011_x postgres 2.0.0");
    }

    @Test
    void aConflictSolvedByHandIsMendedToo() {
        String text = lock("001_a", "002_b").format() + lock("001_a", "003_c").format();
        assertThat(LockFile.rebase(text.replace("\n", "\r\n"))).isEqualTo(lock("001_a", "002_b", "003_c"));
        assertThat(LockFile.rebase(lock("001_a").format())).isEqualTo(lock("001_a"));
    }

    @Test
    void whatIsNoLineIsNamedWithItsPlace() {
        String text = "<<<<<<< HEAD\n" + lock("001_a").format() + "words\n";
        assertThatThrownBy(() -> LockFile.rebase(text)).hasMessageContaining("dbmigrate.lock:4: \"words\" is not");
        String wrong = "<<<<<<< HEAD\n" + lock("001_a").format().replace("1.0.0", "one");
        assertThatThrownBy(() -> LockFile.rebase(wrong))
                .hasMessageContaining("dbmigrate.lock:3: \"one\" is not a version");
    }
}
