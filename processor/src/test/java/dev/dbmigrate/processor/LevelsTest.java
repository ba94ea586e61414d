package dev.dbmigrate.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import javax.tools.Diagnostic.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How grave a finding is, for a build and for one migration. */
class LevelsTest {

    private static final String NEARLY_A_KIND = ", database = \"postgers\"";

    @TempDir
    Path folder;

    private List<TestCompiler.Message> compile(String annotation, String more, String... options) {
        TestCompiler.Module module = Sources.withKinds(new TestCompiler.Module(folder));
        module.write(
                "com/acme/Subject.java",
                Sources.migration("Subject", "001_subject", "1.0.0", more)
                        .replace("@Migration(", annotation + "@Migration("));
        return TestCompiler.JAVAC.compile(module, options).ours();
    }

    @Test
    void theOptionSetsTheLevelOfAFinding() {
        assertThat(compile("", NEARLY_A_KIND))
                .extracting(TestCompiler.Message::kind)
                .containsExactly(Kind.WARNING);
        assertThat(compile("", NEARLY_A_KIND, "-Adbmigrate.rules=DBM-C053=error"))
                .extracting(TestCompiler.Message::kind)
                .containsExactly(Kind.ERROR);
        assertThat(compile("", NEARLY_A_KIND, "-Adbmigrate.rules=DBM-C047=note, DBM-C053=off"))
                .isEmpty();
    }

    @Test
    void anOptionThatCannotBeReadIsAnError() {
        assertThat(compile("", "", "-Adbmigrate.rules=DBM-C53=off,DBM-C053=warn,DBM-C002=warning"))
                .extracting(TestCompiler.Message::text)
                .containsExactly(
                        "[DBM-C048] the option -Adbmigrate.rules has \"DBM-C53=off\": no finding has this id. Write"
                                + " -Adbmigrate.rules=DBM-C053=warning",
                        "[DBM-C048] the option -Adbmigrate.rules has \"DBM-C053=warn\": a level is error, warning, note or"
                                + " off. Write -Adbmigrate.rules=DBM-C053=warning",
                        "[DBM-C048] the option -Adbmigrate.rules has \"DBM-C002=warning\": this is an error with which"
                                + " nothing could be run. Take it out");
    }

    @Test
    void aWaiverThatWaivesNothingIsAFinding() {
        String waiver = "@AllowUnsafe(rule = \"DBM-C053\", reason = \"our second server\")\n";

        assertThat(compile(waiver, NEARLY_A_KIND)).isEmpty();
        assertThat(compile(waiver, ""))
                .extracting(message -> message.kind() + " " + message.line() + " " + message.text())
                .containsExactly(
                        "WARNING 12 [DBM-C047] @AllowUnsafe(rule = \"DBM-C053\") waives nothing: Subject has no such"
                                + " finding. Take it off");
    }
}
