package dev.dbmigrate.processor.rule.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbmigrate.model.LockFile;
import dev.dbmigrate.model.SemanticVersion;
import dev.dbmigrate.processor.diagnostic.Finding;
import dev.dbmigrate.processor.lock.ReleasedMigrations;
import dev.dbmigrate.processor.model.Migrations;
import dev.dbmigrate.processor.read.ModuleMigrations;
import dev.dbmigrate.processor.rule.Rules;
import dev.dbmigrate.processor.source.SourceReader;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.TypeElement;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/** Which tables are in use, by what the lock file says. */
class ReleasedTablesTest {

    private static final String KIND = """
            package kinds;
            @dev.dbmigrate.annotations.DatabaseKind(value = "postgres", order = 10)
            public interface PostgresMigration {
              void up(PostgresContext db);
              interface PostgresContext { void execute(String sql); }
            }
            """;

    private static ReleasedMigrations released(String... ids) {
        return ReleasedMigrations.of(LockFile.of(Stream.of(ids)
                .map(id -> new LockFile.Entry(id, List.of("postgres"), new SemanticVersion(1, 0, 0), null, List.of()))
                .toList()));
    }

    private static List<String> ids(ReleasedMigrations released, String annotation, String... scripts) {
        List<JavaFileObject> files = new ArrayList<>(List.of(file("kinds/PostgresMigration.java", KIND)));
        Set<String> names = new java.util.TreeSet<>();
        for (int i = 0; i < scripts.length; i++) {
            String name = "M" + (i + 1);
            names.add("com.acme." + name);
            files.add(file("com/acme/" + name + ".java", """
                    package com.acme;
                    @dev.dbmigrate.annotations.Migration(id = "%s", description = "d", version = "1.%d.0")
                    %s
                    public final class %s implements kinds.PostgresMigration {
                      @Override public void up(PostgresContext db) { db.execute("%s"); }
                    }
                    """.formatted(
                            "00" + (i + 1) + "_m", i, annotation, name, scripts[i])));
        }
        Checker checker = new Checker(released, names);
        var task = ToolProvider.getSystemJavaCompiler()
                .getTask(null, null, diagnostic -> {}, List.of("-proc:only"), null, files);
        task.setProcessors(List.of(checker));
        task.call();
        return checker.found;
    }

    private static JavaFileObject file(String path, String content) {
        return new SimpleJavaFileObject(URI.create("string:///" + path), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return content;
            }
        };
    }

    private static final class Checker extends AbstractProcessor {
        private final ReleasedMigrations released;
        private final Set<String> names;
        private final List<String> found = new ArrayList<>();

        Checker(ReleasedMigrations released, Set<String> names) {
            this.released = released;
            this.names = names;
        }

        @Override
        public Set<String> getSupportedAnnotationTypes() {
            return Set.of("*");
        }

        @Override
        public SourceVersion getSupportedSourceVersion() {
            return SourceVersion.latestSupported();
        }

        @Override
        public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
            if (!round.processingOver()) {
                Migrations all = new ModuleMigrations(processingEnv.getElementUtils(), type -> false, List.of())
                        .read(names, Set.of());
                for (Finding finding : new PostgresRules()
                        .check(Rules.read(
                                all, released, SourceReader.of(processingEnv), migration -> Optional.empty()))) {
                    found.add(finding.element().getSimpleName() + " "
                            + finding.diagnostic().id());
                }
            }
            return false;
        }
    }

    private static final String CREATE = "CREATE TABLE users (name text)";
    private static final String INDEX = "CREATE INDEX i ON users (name)";

    @Test
    void aTableThatNoDatabaseHasSeenIsNotInUse() {
        assertThat(ids(released(), "", CREATE, INDEX)).isEmpty();
        assertThat(ids(released("000_other"), "", CREATE, INDEX)).isEmpty();
    }

    @Test
    void aTableOfAReleasedMigrationIsInUse() {
        assertThat(ids(released("001_m"), "", CREATE, INDEX)).containsExactly("M2 DBM-C100");
        assertThat(ids(ReleasedMigrations.UNKNOWN, "", CREATE, INDEX)).containsExactly("M2 DBM-C100");
    }

    @Test
    void whatIsReleasedIsNotJudgedUnlessItsWaiverSaysSo() {
        assertThat(ids(released("001_m", "002_m"), "", CREATE, INDEX)).isEmpty();
        String waiver = "@dev.dbmigrate.annotations.AllowUnsafe(rule = \"DBM-C100\", reason = \"r\")";
        assertThat(ids(released("001_m", "002_m"), waiver, CREATE, INDEX)).containsExactly("M2 DBM-C100");
    }
}
