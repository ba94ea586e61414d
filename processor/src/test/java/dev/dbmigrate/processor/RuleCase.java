package dev.dbmigrate.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A migration {@code com.acme.Subject} whose lines say which rules they break: {@code //!DBM-C200}. */
final class RuleCase {

    private final TestCompiler.Module module;
    private final String kind;
    private String annotation = "";

    private RuleCase(TestCompiler.Module module, String kind) {
        this.module = module;
        this.kind = kind;
    }

    /** A case for a kind of migrations: {@code Mongo}. */
    static RuleCase of(Path folder, String kind) {
        return new RuleCase(Sources.withAllKinds(new TestCompiler.Module(folder)), kind);
    }

    /** Adds elements to {@code @Migration}. */
    RuleCase with(String elements) {
        annotation = ", " + elements;
        return this;
    }

    /** Adds a migration beside the subject. */
    RuleCase beside(String name, String up) {
        module.write("com/acme/" + name + ".java", source(name, "", "050_" + name, up(up)));
        return this;
    }

    /** Expects the marked findings, and no other, of a body of {@code up}; gives their texts. */
    List<String> finds(String body) {
        return findsIn(up(body));
    }

    /** Expects the marked findings, and no other, of the members of the class; gives their texts. */
    List<String> findsIn(String members) {
        String source = source("Subject", annotation, "100_subject", members);
        List<TestCompiler.Message> messages = compile(members);
        assertThat(messages.stream()
                        .map(message -> message.line() + " " + message.text().substring(1, "[DBM-C000".length())))
                .as("%s\n%s", messages, source)
                .containsExactlyInAnyOrderElementsOf(expected(source));
        return messages.stream().map(TestCompiler.Message::text).toList();
    }

    private List<TestCompiler.Message> compile(String members) {
        module.write("com/acme/Subject.java", source("Subject", annotation, "100_subject", members));
        return TestCompiler.JAVAC.compile(module).ours().stream()
                .filter(message -> message.file().equals("Subject.java"))
                .toList();
    }

    private String up(String body) {
        return "  @Override public void up(" + kind + "Context db) throws Exception {\n" + body
                + "\n  }\n  @Override public" + " void down(" + kind + "Context db) {}\n";
    }

    private String source(String name, String elements, String id, String members) {
        return Sources.ALL_IMPORTS + "@Migration(id = \"" + id
                + "\", description = \"What it does\", version = \"2.0.0\"" + elements + ")\npublic final class " + name
                + " implements " + kind + "Migration {\n" + members + "}\n";
    }

    private static List<String> expected(String source) {
        List<String> expected = new ArrayList<>();
        String[] lines = source.split("\n");
        for (int i = 0; i < lines.length; i++) {
            int mark = lines[i].indexOf("//!");
            if (mark >= 0) {
                for (String id : lines[i].substring(mark + 3).split(" ")) {
                    expected.add((i + 1) + " " + id);
                }
            }
        }
        return expected;
    }
}
