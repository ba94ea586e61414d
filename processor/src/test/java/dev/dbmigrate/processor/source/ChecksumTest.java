package dev.dbmigrate.processor.source;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Formatting never changes a checksum; a change of what the code says always does. */
class ChecksumTest {

    private static final String SOURCE = """
            @Migration(id = "001_a", dependsOn = {B.class})
            public final class A implements K {
              public void up(C db) {
                int i = 0; // counts
                db.execute("CREATE TABLE t (a int)");
                java.util.List<java.util.List<String>> x = i++ + 1 > 2 ? null : null;
                char c = 'x';
              }
            }
            """;

    private static String sum(String source) {
        return JavaTokens.checksum(source);
    }

    @Test
    void isStableForEver() {
        assertThat(sum("class A { int a = 1; }"))
                .isEqualTo("v1:0f6c39e9f6bbb25486eea5cc047e315071bbdc95d843a15e5e0f149335178ecd");
    }

    @Test
    void formattingDoesNotCount() {
        String reformatted = SOURCE.replace("\n", "\r\n")
                .replace("{ ", "{\n\n\t")
                .replace("(C db)", "(/* the\n database */ C   db)")
                .replace("// counts", "// counts \"{ differently");
        assertThat(sum(reformatted)).isEqualTo(sum(SOURCE));
    }

    @Test
    void whatFollowsTheDeclarationDoesNotCount() {
        assertThat(sum(SOURCE + "\nclass Other { int x; }")).isEqualTo(sum(SOURCE));
    }

    @Test
    void aTextBlockCountsByValue() {
        String literal = "class A { String s = \"a\\n  b\\n\"; }";
        String block = "class A { String s = \"\"\"\n      a\n        b\n      \"\"\"; }";
        String indented = "class A { String s = \"\"\"\r\n          a\r\n            b\r\n          \"\"\"; }";
        assertThat(sum(block)).isEqualTo(sum(literal)).isEqualTo(sum(indented));
        assertThat(sum(block.replace("  b", "   b"))).isNotEqualTo(sum(block));
    }

    @Test
    void aStringThatAFormatterBreaksIsOneString() {
        assertThat(sum("class A { String s = \"ab\"; }")).isEqualTo(sum("class A { String s = \"a\"\n + \"b\"; }"));
        assertThat(sum("class A { int n = \"ab\".length(); }"))
                .isNotEqualTo(sum("class A { int n = \"a\" + \"b\".length(); }"));
    }

    @Test
    void unicodeEscapesAreResolved() {
        assertThat(sum("class A { char c = '\\u0041'; }")).isEqualTo(sum("class A { char c = 'A'; }"));
        assertThat(sum("class A { String s = \"\\\\u0041\"; }")).isNotEqualTo(sum("class A { String s = \"A\"; }"));
    }

    @Test
    void incrementsAreNotAdditions() {
        assertThat(sum("class A { int x = i++ + j; }")).isNotEqualTo(sum("class A { int x = i + ++j; }"));
    }

    @Test
    void bracesInAnnotationsAndLiteralsDoNotEndTheBody() {
        String head = "@M(d = {B.class}, s = \"}\") class A { char c = '}'; String t = \"\"\"\n } \\\""
                + "\"\" }\"\"\"; /* } */ int x = ";
        assertThat(sum(head + "1; }")).isNotEqualTo(sum(head + "2; }"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"001_a", "B.class", "final", "(a int)", "i++", "> 2", "'x'", "= 0", "up("})
    void everyTokenCounts(String part) {
        String changed = SOURCE.replace(part, part.equals("final") ? "" : part.replaceFirst("[0-9a-zB>+]", "9"));
        assertThat(changed).isNotEqualTo(SOURCE);
        assertThat(sum(changed)).isNotEqualTo(sum(SOURCE));
    }

    @Test
    void theLineIsThatOfTheName() {
        assertThat(JavaTokens.linesToName(SOURCE, "A")).isEqualTo(1);
    }
}
