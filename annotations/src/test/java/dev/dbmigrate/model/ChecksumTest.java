package dev.dbmigrate.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dbmigrate.model.Checksum.Part;
import org.junit.jupiter.api.Test;

/** The values are part of every history: a change here would make all applied migrations look edited. */
class ChecksumTest {

    private static String file(String content) {
        return new Checksum().addFile(content.getBytes(UTF_8)).value();
    }

    @Test
    void isStableForEver() {
        // class A { int a = 1; }, as version 0.1.0 hashed it
        assertThat(new Checksum()
                        .add(Part.WORD, "class")
                        .add(Part.WORD, "A")
                        .add(Part.OPERATOR, "{")
                        .add(Part.WORD, "int")
                        .add(Part.WORD, "a")
                        .add(Part.OPERATOR, "=")
                        .add(Part.NUMBER, "1")
                        .add(Part.OPERATOR, ";")
                        .add(Part.OPERATOR, "}")
                        .value())
                .isEqualTo("v1:0f6c39e9f6bbb25486eea5cc047e315071bbdc95d843a15e5e0f149335178ecd");
    }

    @Test
    void ofNothingIsTheHashOfNothing() {
        assertThat(new Checksum().value())
                .isEqualTo("v1:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }

    @Test
    void noTokenRunsIntoAnother() {
        assertThat(new Checksum().add(Part.WORD, "ab").add(Part.WORD, "c").value())
                .isNotEqualTo(
                        new Checksum().add(Part.WORD, "a").add(Part.WORD, "bc").value());
        assertThat(new Checksum().add(Part.STRING, "a").value())
                .isNotEqualTo(new Checksum().add(Part.WORD, "a").value());
    }

    @Test
    void longTextsCountToTheirLastCharacter() {
        String text = "é".repeat(10_000);
        String sum = new Checksum().add(Part.STRING, text + "a").value();
        assertThat(sum).isEqualTo(new Checksum().add(Part.STRING, text + "a").value());
        assertThat(sum).isNotEqualTo(new Checksum().add(Part.STRING, text + "b").value());
    }

    @Test
    void lineEndsAndByteOrderMarksOfScriptsDoNotCount() {
        String unix = "CREATE TABLE t (\n  a int);\n\n-- é\n";
        assertThat(file(unix.replace("\n", "\r\n"))).isEqualTo(file(unix));
        assertThat(file(unix.replace('\n', '\r'))).isEqualTo(file(unix));
        assertThat(file("\uFEFF" + unix)).isEqualTo(file(unix));
    }

    @Test
    void everythingElseOfScriptsCounts() {
        assertThat(file("a\n")).isNotEqualTo(file("a"));
        assertThat(file("a\n\n")).isNotEqualTo(file("a\n"));
        assertThat(file("a\r\r\n")).isEqualTo(file("a\n\n"));
        assertThat(file("a ")).isNotEqualTo(file("a"));
        assertThat(file("a\uFEFF")).isNotEqualTo(file("a"));
    }

    @Test
    void itsFormIsKnown() {
        String sum = new Checksum().value();
        assertThat(Checksum.isChecksum(sum)).isTrue();
        assertThat(Checksum.isChecksum(sum.substring(1))).isFalse();
        assertThat(Checksum.isChecksum(sum.replace("v1", "v2"))).isFalse();
        assertThat(Checksum.isChecksum(sum.toUpperCase(java.util.Locale.ROOT))).isFalse();
        assertThat(Checksum.isChecksum(sum + "0")).isFalse();
    }
}
