package dev.dbmigrate.processor.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.TypeElement;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/** What the rules see of a migration's code. */
class CodeTest {

    /** The body of a class {@code com.acme.Subject} beside {@code com.acme.Queries} and {@code com.acme.Rows}. */
    private static Code read(String body) {
        String subject = """
                package com.acme;
                import static com.acme.Queries.DROP;
                import java.util.List;
                class Subject {
                  private static final String OWN = "SELECT " + 1;
                  void up(PostgresContext db) { %s
                  }
                }
                """.formatted(body);
        String queries = """
                package com.acme;
                class Queries {
                  static final String CREATE = "CREATE TABLE t (id int)";
                  static final String DROP = "DROP TABLE t";
                }
                """;
        Reader reader = new Reader();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        JavaCompiler.CompilationTask task = compiler.getTask(
                null,
                null,
                diagnostic -> {},
                List.of("-proc:only"),
                null,
                Stream.of(
                                file("com/acme/Subject.java", subject),
                                file("com/acme/Queries.java", queries),
                                file("com/acme/Rows.java", "package com.acme;\nclass Rows {}\n"))
                        .toList());
        task.setProcessors(List.of(reader));
        task.call();
        return reader.code;
    }

    private static JavaFileObject file(String path, String content) {
        return new SimpleJavaFileObject(URI.create("string:///" + path), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return content;
            }
        };
    }

    private static final class Reader extends AbstractProcessor {
        private Code code = Code.UNSEEN;

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
                code = SourceReader.of(processingEnv)
                        .code(processingEnv.getElementUtils().getTypeElement("com.acme.Subject"));
            }
            return false;
        }
    }

    private static Argument only(String body) {
        return last(body).arguments().get(0);
    }

    private static Call first(String body) {
        return read(body).calls().stream()
                .filter(call -> call.method().equals("up"))
                .findFirst()
                .orElseThrow();
    }

    private static Call last(String body) {
        List<Call> calls = read(body).calls();
        return calls.get(calls.size() - 1);
    }

    private static String value(Argument argument) {
        SourceText text = argument.text();
        return text == null ? "unknown" : text.value();
    }

    @Test
    void stringsAreKnownWhereverTheyStand() {
        assertThat(value(only("db.execute(\"A\");"))).isEqualTo("A");
        assertThat(value(only("db.execute(\"A\" + (\"B\") + 1 + 'c');"))).isEqualTo("AB1c");
        assertThat(value(only("db.execute(OWN);"))).isEqualTo("SELECT 1");
        assertThat(value(only("db.execute(DROP);"))).isEqualTo("DROP TABLE t");
        assertThat(value(only("db.execute(Queries.CREATE + \";\");"))).isEqualTo("CREATE TABLE t (id int);");
        assertThat(value(only("db.execute(com.acme.Queries.CREATE);"))).isEqualTo("CREATE TABLE t (id int)");
        assertThat(value(only("String sql = \"X\"; db.execute(sql);"))).isEqualTo("X");
        assertThat(value(only("final var sql = \"X\"; db.execute(sql + Queries.DROP);")))
                .isEqualTo("XDROP TABLE t");
        assertThat(value(only("db.execute(\"a %s\".formatted(Queries.DROP));"))).isEqualTo("a DROP TABLE t");
        assertThat(value(only("db.execute(String.format(\"%s!\", \"a\"));"))).isEqualTo("a!");
        assertThat(value(only("db.execute(\" a \".strip());"))).isEqualTo(" a ");
    }

    @Test
    void whatMayBeSomethingElseIsNotKnown() {
        assertThat(only("String sql = \"X\"; sql = \"Y\"; db.execute(sql);").text())
                .isNull();
        assertThat(only("String sql = \"X\"; if (true) { String sql2 = sql; sql += \"Y\"; } db.execute(sql);")
                        .text())
                .isNull();
        assertThat(only("db.execute(name());").text()).isNull();
        assertThat(only("db.execute(1 + 2);").text()).isNull();
        assertThat(only("db.execute(null);").text()).isNull();
    }

    @Test
    void whatIsPutTogetherShowsItsKnownPieces() {
        assertThat(only("db.execute(\"A \" + name() + \" B\" + 1);").mixed())
                .extracting(SourceText::value)
                .containsExactly("A ", " B");
        assertThat(only("db.execute(\"A %s\".formatted(name()));").mixed())
                .extracting(SourceText::value)
                .containsExactly("A %s");
        assertThat(only("String sql = \"A \" + name(); db.execute(sql);").mixed())
                .extracting(SourceText::value)
                .containsExactly("A ");
        assertThat(only("db.execute(name());").mixed()).isEmpty();
    }

    private static String template(String body) {
        Template template = only(body).template();
        return template == null ? "none" : template.text().value().replace(Template.GAP, '#') + template.values();
    }

    @Test
    void whatIsNotKnownIsAGap() {
        assertThat(template("db.execute(\"A \" + name() + \" B\" + 1);")).isEqualTo("A # B1[name()]");
        assertThat(template("db.execute(name() + \"A\" + \"B\" + OWN);")).isEqualTo("#ABSELECT 1[name()]");
        assertThat(template("String sql = \"A %s%%%n%2$d %1$s\"; db.execute(sql.formatted(a, b.c()));"))
                .isEqualTo("A #%\n# #[a, b.c(), a]");
        assertThat(template("db.execute(String.format(\"A %s %s\", DROP, x) + y);"))
                .isEqualTo("A DROP TABLE t ##[x, y]");
        assertThat(template("db.execute(\"A\" + 1);")).isEqualTo("none");
        assertThat(template("db.execute(a + b);")).isEqualTo("none");
        assertThat(template("db.execute(a);")).isEqualTo("none");

        Template places =
                only("\n db.execute(\"A %s %d\".formatted(x, 2) +\n  y);").template();
        assertThat(Stream.of(0, 2, 4, 5).map(places.text()::at).map(Position::toString))
                .containsExactly("Subject.java:7:14", "Subject.java:7:16", "Subject.java:7:36", "Subject.java:8:3");
    }

    @Test
    void everyLiteralOfTheClassIsSeen() {
        assertThat(read("""
                f(1, \"a\" + \"b\" + x, \"c\"); }
                  @Deprecated(since = \"no\") final char[] field = \"d\".toCharArray();
                  enum Inner { ONE; String s = \"e\"; static final class Deep { String s() { return \"f\"; } }
                """).literals())
                .extracting(literal -> literal.text().value())
                .containsExactly("SELECT ", "ab", "c", "d", "e", "f");
    }

    @Test
    void everyCharacterKnowsItsPlace() {
        SourceText escaped =
                only("\n  db.execute(\"a\\tb\\\"c\" +\n    \"d\");").text();
        assertThat(escaped.value()).isEqualTo("a\tb\"cd");
        assertThat(Stream.of(0, 1, 2, 3, 4, 5).map(escaped::at).map(Position::toString))
                .containsExactly(
                        "Subject.java:7:15",
                        "Subject.java:7:16",
                        "Subject.java:7:18",
                        "Subject.java:7:19",
                        "Subject.java:7:21",
                        "Subject.java:8:6");

        SourceText block = only("db.execute(\"\"\"\n      CREATE  \n\n        TABLE \\\n      t\"\"\");")
                .text();
        assertThat(block.value()).isEqualTo("CREATE\n\n  TABLE t");
        assertThat(Stream.of(0, 6, 7, 8, 10, 15, 16).map(block::at).map(Position::toString))
                .containsExactly(
                        "Subject.java:7:7",
                        "Subject.java:7:15",
                        "Subject.java:8:1",
                        "Subject.java:9:7",
                        "Subject.java:9:9",
                        "Subject.java:9:14",
                        "Subject.java:10:7");

        assertThat(only("\n\n db.execute(Queries.CREATE);").text().at(7)).hasToString("Subject.java:8:13");
    }

    @Test
    void aCallKnowsOnWhatItIsMade() {
        Call chained = last("db.client().del(\"k\");");
        assertThat(chained.name()).isEqualTo("del");
        assertThat(chained.isOn("client")).isTrue();
        assertThat(chained.root()).isEqualTo("db");
        assertThat(chained.rootType()).isEqualTo("PostgresContext");

        Call byVariable = last("var jedis = db.client(); jedis.keys(\"*\");");
        assertThat(byVariable.isOn("client")).isTrue();
        assertThat(byVariable.rootType()).isEqualTo("PostgresContext");

        Call declared = last("List<String> list = null; list.add(new Rows());");
        assertThat(declared.rootType()).isEqualTo("List");
        assertThat(declared.arguments().get(0).call().name()).isEqualTo("new Rows");

        assertThat(last("Filters.eq(\"a\", 1);").rootType()).isEqualTo("Filters");
        assertThat(last("for (;;) { db.execute(\"A\"); }").inLoop()).isTrue();
        assertThat(last("db.execute(\"A\");").inLoop()).isFalse();
        assertThat(last("list.forEach(each -> db.execute(\"A\"));").inLoop()).isFalse();
        assertThat(first("list.forEach(each -> db.execute(\"A\"));").inLoop()).isTrue();
        assertThat(first("db.step(\"s\", () -> db.execute(\"A\"));").inLoop()).isFalse();
        assertThat(first("db.atomically(tx -> tx.del(\"A\"));").inLoop()).isFalse();
        assertThat(first("for (;;) { db.step(\"s\", () -> db.execute(\"A\")); }")
                        .inLoop())
                .isTrue();
    }

    @Test
    void aMethodGoesTheWayOfItsCallers() {
        Code code = read("""
                one(); }
                  void down(PostgresContext db) { two(); one(); }
                  private void one() { first.call(); }
                  private void two() { second.call(); }
                  private void three() { third.call(); """);
        List<String> halves = new ArrayList<>();
        code.calls().stream()
                .filter(call -> call.name().equals("call"))
                .forEach(call -> halves.add(call.root() + " " + call.half()));
        assertThat(halves).containsExactly("first UP", "second DOWN", "third UP");
    }

    @Test
    void otherClassesOfTheModuleAreSeen() {
        assertThat(read("new Rows(); db.execute(Queries.CREATE); db.query(\"\", Rows::new); List.of(Subject.OWN);")
                        .typeUses())
                .extracting(use -> use.type() + " by " + use.source())
                .containsExactlyInAnyOrder("com.acme.Rows by new Rows(…)", "com.acme.Queries by Queries.CREATE");
        assertThat(read("db.execute(DROP);").typeUses())
                .extracting(use -> use.type() + " by " + use.source())
                .containsExactly("com.acme.Queries by DROP");
        assertThat(read("db.execute(OWN); String.valueOf(1);").typeUses()).isEmpty();
    }
}
