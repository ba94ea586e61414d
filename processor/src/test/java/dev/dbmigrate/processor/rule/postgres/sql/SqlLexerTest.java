package dev.dbmigrate.processor.rule.postgres.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbmigrate.processor.rule.postgres.sql.SqlToken.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How SQL is cut into tokens and statements. */
class SqlLexerTest {

    /** The pieces in which a lexer can lose its way. */
    private static final List<String> PIECES = List.of(
            "SELECT",
            " ",
            "\n",
            "'",
            "''",
            "E'",
            "\\",
            "\\'",
            "\"",
            "U&\"",
            "U&'",
            "$$",
            "$a$",
            "$1",
            "?",
            "--",
            "/*",
            "*/",
            ";",
            "(",
            ")",
            "[",
            "]",
            ".",
            "1.5e-3",
            "0x",
            "_",
            "é",
            "😀",
            "COPY",
            "FROM",
            "STDIN",
            "\\.",
            "BEGIN",
            "ATOMIC",
            "END",
            "CASE",
            "::",
            ",",
            "CREATE",
            "TABLE",
            "ALTER",
            "ADD",
            "COLUMN",
            "UPDATE",
            "SET",
            "WHERE",
            "WITH",
            "AS",
            "DROP",
            "INDEX",
            "ON",
            "RENAME",
            "TO",
            "TYPE",
            "USING",
            "DEFAULT",
            "CHECK",
            "DO",
            "TRUNCATE",
            "DELETE");

    private static String kinds(String sql) {
        return SqlLexer.tokens(sql).stream()
                .filter(SqlToken::isSignificant)
                .map(token -> token.kind() + " " + token.text())
                .collect(Collectors.joining(" | "));
    }

    private static List<String> split(String sql) {
        return SqlStatement.split(sql).stream().map(SqlStatement::text).toList();
    }

    @Test
    void theTokensCoverAnyTextAndNothingOfItFails() {
        for (int seed = 0; seed < 20_000; seed++) {
            Random random = new Random(seed);
            StringBuilder sql = new StringBuilder();
            for (int i = random.nextInt(30); i >= 0; i--) {
                sql.append(PIECES.get(random.nextInt(PIECES.size()))).append(random.nextBoolean() ? " " : "");
            }
            assertCovered(sql.toString(), "seed " + seed);
            SqlStatement.split(sql.toString()).forEach(StatementReader::read);
        }
    }

    @Test
    void theTokensCoverTheCorpus() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src", "test", "resources", "postgres-corpus"))) {
            for (Path file : files.toList()) {
                assertCovered(Files.readString(file), file.toString());
            }
        }
    }

    private static void assertCovered(String sql, String which) {
        int end = 0;
        for (SqlToken token : SqlLexer.tokens(sql)) {
            assertThat(token.start()).as(which).isEqualTo(end);
            assertThat(token.end()).as(which).isGreaterThan(token.start());
            assertThat(token.text()).as(which).isEqualTo(sql.substring(token.start(), token.end()));
            end = token.end();
        }
        assertThat(end).as(which).isEqualTo(sql.length());
    }

    @Test
    void stringsOfAllFormsAreOneToken() {
        assertThat(kinds("'it''s'")).isEqualTo("STRING 'it''s'");
        assertThat(kinds("'a\\' 1")).isEqualTo("STRING 'a\\' | NUMBER 1");
        assertThat(kinds("E'a\\'b;' 1")).isEqualTo("STRING E'a\\'b;' | NUMBER 1");
        assertThat(kinds("U&'d\\0061' x'1F' B'0' n'q'"))
                .isEqualTo("STRING U&'d\\0061' | STRING x'1F' | STRING B'0' | STRING n'q'");
        assertThat(kinds("name'x'")).isEqualTo("WORD name | STRING 'x'");
        assertThat(kinds("$$a;$b$$ $f$x$$y$f$")).isEqualTo("STRING $$a;$b$$ | STRING $f$x$$y$f$");
        assertThat(kinds("a$b$c")).isEqualTo("WORD a$b$c");
    }

    @Test
    void namesNumbersAndParametersAreTokens() {
        assertThat(kinds("\"a\"\"b\".c")).isEqualTo("QUOTED_NAME \"a\"\"b\" | SYMBOL . | WORD c");
        assertThat(SqlLexer.tokens("\"a\"\"B\"").get(0).name()).isEqualTo("a\"B");
        assertThat(SqlLexer.tokens("Straße").get(0).name()).isEqualTo("straße");
        assertThat(kinds("1.5e-10+.5 0xFFe-1 1_000"))
                .isEqualTo("NUMBER 1.5e-10 | SYMBOL + | NUMBER .5 | NUMBER 0xFFe"
                        + " | SYMBOL - | NUMBER 1 | NUMBER 1_000");
        assertThat(kinds("$12 ? a")).isEqualTo("PARAMETER $12 | PARAMETER ? | WORD a");
    }

    @Test
    void commentsNest() {
        assertThat(kinds("1 /* a /* b */ ; */ 2 -- ; '\n3")).isEqualTo("NUMBER 1 | NUMBER 2 | NUMBER 3");
    }

    @Test
    void whatDoesNotEndIsATokenToTheEnd() {
        assertThat(kinds("SELECT 'a; DROP TABLE b")).isEqualTo("WORD SELECT | UNENDED 'a; DROP TABLE b");
        assertThat(kinds("$x$ a $y$")).isEqualTo("UNENDED $x$ a $y$");
        assertThat(SqlStatement.split("/* a /* b */ c").get(0).isWhole()).isFalse();
    }

    @Test
    void statementsEndAtSemicolonsThatAreNoneOfSomethingElse() {
        assertThat(split("SELECT ';'; /* ; */ SELECT $$;$$;; -- ;\n")).containsExactly("SELECT ';'", "SELECT $$;$$");
        assertThat(split("CREATE RULE r AS ON DELETE TO a DO (DELETE FROM b; DELETE FROM c); SELECT 1"))
                .hasSize(2);
        assertThat(split("CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; SELECT 2; END;"
                        + " SELECT 3"))
                .hasSize(2);
        assertThat(split("BEGIN; SELECT 1; END; SELECT 2")).hasSize(4);
    }

    @Test
    void theDataOfACopyIsNoStatement() {
        String sql = "COPY t (a) FROM STDIN;\n1\t'x\nDROP TABLE t;\n\\.\nSELECT 1;";
        assertThat(SqlStatement.split(sql))
                .extracting(statement -> statement.tokens().get(0).kind())
                .containsExactly(Kind.WORD, Kind.COPY_DATA, Kind.WORD);
        assertThat(split("COPY t FROM STDIN")).hasSize(1);
        assertThat(split("COPY t FROM STDIN;\n")).hasSize(1);
        assertThat(split("COPY t FROM '/a'; SELECT 1")).hasSize(2);
    }

    @Test
    void nothingIsTooDeeplyNested() {
        for (String piece : List.of("WITH a AS (", "(", "/*", "CREATE TABLE t (", "DO '", "CASE ", "[")) {
            SqlStatement.split(piece.repeat(5_000)).forEach(StatementReader::read);
        }
    }

    @Test
    void aMetaCommandEndsWithItsLine() {
        assertThat(split("\\connect a b\nSELECT 1;\n  \\d t")).containsExactly("\\connect a b", "SELECT 1", "\\d t");
        assertThat(SqlStatement.split("SELECT 1;\n  \\d t").get(1).start()).isEqualTo(12);
    }
}
