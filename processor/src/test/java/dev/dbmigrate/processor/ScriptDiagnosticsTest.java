package dev.dbmigrate.processor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbmigrate.processor.TestCompiler.Message;
import dev.dbmigrate.processor.script.ScriptDiagnostic;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is said about scripts: the examples of the page, and the texts with their places. */
class ScriptDiagnosticsTest {

    private static final Path PAGE = Path.of("..", "docs", "diagnostics-scripts.md");
    private static final Pattern SECTION = Pattern.compile("(?ms)^## (DBM-C\\d+) .*?(?=^## |\\z)");
    private static final Pattern BLOCK = Pattern.compile("(?ms)^(Bad|Good):$|^```(\\w+)\\n(.*?)^```$");
    private static final Pattern FILE =
            Pattern.compile("(?ms)^(?:--|//) file: (\\S+)\\n(.*?)(?=^(?:--|//) file: |\\z)");

    private static final String NO_WAY_BACK = "-Adbmigrate.rules=DBM-C054=off,DBM-C123=off";

    @TempDir
    Path folder;

    /** A block of the page. */
    record Example(String id, boolean bad, int number, String language, String code) {
        @Override
        public String toString() {
            return id + (bad ? " bad " : " good ") + number;
        }
    }

    static List<Example> examples() throws IOException {
        List<Example> examples = new ArrayList<>();
        Matcher sections = SECTION.matcher(Files.readString(PAGE));
        while (sections.find()) {
            boolean bad = true;
            int number = 0;
            for (MatchResult block : BLOCK.matcher(sections.group()).results().toList()) {
                if (block.group(1) != null) {
                    bad = block.group(1).equals("Bad");
                    number = 0;
                } else {
                    examples.add(new Example(sections.group(1), bad, ++number, block.group(2), block.group(3)));
                }
            }
        }
        // ScriptIncrementalTest has it: two compilations
        return examples.stream().filter(each -> !each.id().equals("DBM-C234")).toList();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void aBadOneIsReportedAndAGoodOneIsNot(Example example) {
        ScriptModule module = ScriptModule.of(folder);
        if (example.language().equalsIgnoreCase("java")) {
            module.java(
                    "com/acme/package-info.java", example.code().replace("@Migr", "@dev.dbmigrate.annotations.Migr"));
            module.script("V001-add-users-up.sql", "CREATE TABLE users (id bigint PRIMARY KEY);");
        }
        for (MatchResult file : FILE.matcher(example.code()).results().toList()) {
            if (file.group(1).endsWith(".java")) {
                module.java("com/acme/V001AddUsers.java", file.group(2));
            } else {
                module.resource("db/postgres/" + file.group(1), bytes(file.group(2)));
            }
        }
        List<String> ids = TestCompiler.JAVAC.compile(module.module, NO_WAY_BACK).ours().stream()
                .map(message -> message.text().substring(1, "[DBM-C000".length()))
                .distinct()
                .toList();
        assertThat(ids).isEqualTo(example.bad() ? List.of(example.id()) : List.of());
    }

    private static byte[] bytes(String text) {
        return text.contains("\\xFC")
                ? text.replace("\\xFC", "ü").getBytes(StandardCharsets.ISO_8859_1)
                : text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void everyDiagnosticHasItsHeadingInTheDocs() throws IOException {
        String docs = Files.readString(PAGE);
        for (ScriptDiagnostic diagnostic : ScriptDiagnostic.values()) {
            assertThat(docs).contains("\n## " + diagnostic.id() + " ");
        }
    }

    private List<String> messages(ScriptModule module) {
        return TestCompiler.JAVAC.compile(module.module, NO_WAY_BACK).ours().stream()
                .map(ScriptDiagnosticsTest::display)
                .toList();
    }

    private static String display(Message message) {
        return message.file() + ":" + message.line() + " " + message.text();
    }

    @Test
    void allIsSaidAtOnceEachWithItsPlaceAndWhatToType() {
        ScriptModule module = ScriptModule.of(folder)
                .script("V001-a-up.sql", "\n-- dbmigrate: verison=1.0.0\n\n  \\i other.sql\nSELECT 1;\n")
                .script("V002-b-up.sql", "-- dbmigrate: depends-on=V001-b\nSELECT 1;\nSELECT $body$ 'x';\n")
                .script("V002-c-up.sql", "SELECT 1;")
                .script("V003-d-down.sql", "SELECT 1;")
                .script("V4_add users.sql", "SELECT 1;")
                .script("V005-e-up.sql", "SELECT 1;")
                .script("V005-e-down.sql", "-- dbmigrate: version=1.0.0\n /* nothing */")
                .script("V006-f-up.sql~", "SELECT 1;")
                .migration("Hand", "004_hand", ", dependsOn = V001A.class");

        assertThat(messages(module))
                .containsExactlyInAnyOrder(
                        "package-info.java:1 [DBM-C227] the header \"dbmigrate: verison=1.0.0\" cannot be read: there is no"
                                + " \"verison\". Write -- dbmigrate: version=1.0.0 (at V001-a-up.sql:2:4)",
                        "package-info.java:1 [DBM-C229] \\i other.sql is a command for psql, not for the server. Make that file a"
                                + " script of its own, with a number before this one's (at V001-a-up.sql:4:3)",
                        "package-info.java:1 [DBM-C228] depends-on names V001-b, which is neither a script nor a migration. Did you"
                                + " mean V001-a? Write depends-on=V001-a (at V002-b-up.sql:1:4)",
                        "package-info.java:1 [DBM-C233] the dollar-quoted string $body$ that begins here ends nowhere. Write $body$"
                                + " at its end (at V002-b-up.sql:3:8)",
                        "package-info.java:1 [DBM-C224] V002-c-up.sql has the number of V002-b-up.sql, so nobody knows which comes"
                                + " first; the number of a script stands once. Name it V007-c-up.sql (at V002-c-up.sql:1:1)",
                        "package-info.java:1 [DBM-C223] V003-d-down.sql undoes a script that is not there, and would never be run."
                                + " Write V003-d-up.sql, or take this file away (at V003-d-down.sql:1:1)",
                        "package-info.java:1 [DBM-C221] the script V4_add users.sql has none of the names by which scripts are known:"
                                + " V001-name-up.sql (and V001-name-down.sql), YYYYMMDD_HHMMSS_name.sql (and …_rollback.sql),"
                                + " YYYY-MM-DD-NNN-name.cypher (and …-down.cypher). Name it V004-add-users-up.sql (at"
                                + " V4_add users.sql:1:1)",
                        "package-info.java:1 [DBM-C227] the header \"dbmigrate: version=1.0.0\" cannot be read: it stands in the half"
                                + " that undoes, and is read in the other one. Write it at the top of the other half (at"
                                + " V005-e-down.sql:1:4)",
                        "package-info.java:1 [DBM-C226] V005-e-down.sql holds no statement. Write one, or take the file away; if"
                                + " there is no way back, write -- dbmigrate: irreversible=why at the top of the other half (at"
                                + " V005-e-down.sql:1:1)",
                        "package-info.java:1 [DBM-C222] the file V006-f-up.sql~ in a folder of scripts is none, and is never run."
                                + " Name it V006-f-up.sql, or take it out of the folder (at V006-f-up.sql~:1:1)");
    }

    @Test
    void whatTheOtherRulesFindStandsAtTheScript() {
        ScriptModule module = ScriptModule.of(folder)
                .script("V001-a-up.sql", "-- dbmigrate: description=A\n-- dbmigrate: version=2.0.0\nSELECT 1;")
                .script("V002-b-up.sql", "\n-- dbmigrate: depends-on=V001-a\n-- dbmigrate: version=1.0.0\nSELECT 1;")
                .script("V003-c-up.sql", "-- dbmigrate: allow-unsafe=DBM-C053 no such thing here\nSELECT 1;");
        assertThat(messages(module))
                .anySatisfy(message -> assertThat(message)
                        .startsWith("package-info.java:1 [DBM-C024] version 1.0.0 depends on V001-a")
                        .endsWith("(at V002-b-up.sql:2:4)"))
                .anySatisfy(message -> assertThat(message)
                        .startsWith("package-info.java:1 [DBM-C047]")
                        .endsWith("(at V003-c-up.sql:1:1)"));
    }

    @Test
    void aFolderIsLookedForWhereTheMessageSays() {
        ScriptModule module = ScriptModule.of(folder.resolve("project"));
        assertThat(messages(module))
                .containsExactly("package-info.java:1 [DBM-C220] there is no folder db/postgres with scripts in"
                        + " src/main/resources. Create it, or write folder = \"…\" with its path below that one; where"
                        + " scripts lie elsewhere, -Adbmigrate.scripts=DIR");
        module.resource("db/postgresql/V001-a-up.sql", "SELECT 1;".getBytes(StandardCharsets.UTF_8));
        assertThat(messages(module))
                .containsExactly("package-info.java:1 [DBM-C220] there is no folder db/postgres with scripts in"
                        + " src/main/resources. Did you mean db/postgresql? Write folder = \"db/postgresql\"");
    }

    @Test
    void ofSeveralAnnotationsThePackageItselfIsThePlace() {
        ScriptModule module = ScriptModule.of(folder)
                .java("com/acme/package-info.java", """
                        @MigrationScripts(folder = "db/postgres", version = "1.0.0")
                        @MigrationScripts(folder = "db/more", version = "1.0.0")
                        package com.acme;

                        import dev.dbmigrate.annotations.MigrationScripts;
                        """)
                .script("V001-a-up.sql", "SELECT 1;")
                .resource("db/more/V001-a-up.sql", "SELECT 1;".getBytes(StandardCharsets.UTF_8));
        assertThat(messages(module))
                .singleElement()
                .asString()
                .isEqualTo("package-info.java:3 [DBM-C232] the class V001A of the script V001-a-up.sql is taken by the"
                        + " script V001-a-up.sql. Name the script V001-a-2-up.sql (at V001-a-up.sql:1:1)");
    }

    @Test
    void aMissingWayBackIsToldInTheWordsOfScripts() {
        ScriptModule module = ScriptModule.of(folder).script("V001-a-up.sql", "SELECT 1;");
        assertThat(TestCompiler.JAVAC
                        .compile(module.module, TestCompiler.ALL_RULES)
                        .ours())
                .singleElement()
                .satisfies(message -> assertThat(message.text())
                        .startsWith("[DBM-C054] V001A cannot be undone on postgres")
                        .endsWith(
                                "; for a script: write V001-a-down.sql, or -- dbmigrate: irreversible=why there is no way"
                                        + " back (at V001-a-up.sql:1:1)"));
    }

    /** In Java it would be an element of the annotation. */
    @Test
    void aRuleOfTheLanguageSpeaksOfTheHeader() {
        ScriptModule module = ScriptModule.of(folder)
                .script("V001-a-up.sql", "CREATE TABLE a (id int);")
                .script("V002-b-up.sql", "DROP TABLE other;");

        assertThat(messages(module))
                .containsExactly(
                        "package-info.java:1 [DBM-C115] code that runs may still read other, and its data is gone with it."
                                + " Write -- dbmigrate: phase=CONTRACT once no code uses the table (at V002-b-up.sql:1:12)");
    }

    @Test
    void theRulesOfTextsReadScriptsBothHalvesButNotTheDataInThem() {
        String secret = "CREATE ROLE app PASSWORD 'k3Qz9-vT41x';\n";
        ScriptModule module = ScriptModule.of(folder)
                .script("V001-a-up.sql", "COPY t FROM STDIN;\n" + secret + "\\.\nSELECT 1;\n  " + secret)
                .script("V001-a-down.sql", "\n" + secret);
        assertThat(messages(module))
                .hasSize(2)
                .anyMatch(message -> message.matches("(?s)package-info.java:1 .*\\(at V001-a-up.sql:5:\\d+\\)"))
                .anyMatch(message -> message.matches("(?s)package-info.java:1 .*\\(at V001-a-down.sql:2:\\d+\\)"))
                .noneMatch(message -> message.contains("k3Qz9"));
    }
}
