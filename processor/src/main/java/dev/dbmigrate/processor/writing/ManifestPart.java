package dev.dbmigrate.processor.writing;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.dbmigrate.annotations.Phase;
import dev.dbmigrate.model.ManifestEntry;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.Modifier;

/**
 * Some of the manifest's migrations in a nested class: a class file holds 65,535 constants and a method 64 KB of code, and
 * ten thousand migrations need more of both.
 *
 * @param name the nested class's name
 * @param first the place of its first migration in the whole manifest
 * @param lines its migrations
 */
record ManifestPart(ClassName name, int first, List<ManifestLine> lines) {

    /** How many migrations one class holds. */
    static final int SIZE = 250;

    static List<ManifestPart> split(ClassName manifest, List<ManifestLine> lines) {
        List<ManifestPart> parts = new ArrayList<>();
        for (int first = 0; first < lines.size(); first += SIZE) {
            List<ManifestLine> some = lines.subList(first, Math.min(lines.size(), first + SIZE));
            parts.add(new ManifestPart(manifest.nestedClass("Part" + parts.size()), first, some));
        }
        return parts;
    }

    TypeSpec type() {
        TypeSpec.Builder type = TypeSpec.classBuilder(name)
                .addModifiers(Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL)
                .addMethod(addTo())
                .addMethod(newInstance());
        for (int i = 0; i < lines.size(); i++) {
            type.addMethod(entry(i));
        }
        return type.build();
    }

    private MethodSpec addTo() {
        MethodSpec.Builder method = MethodSpec.methodBuilder("addTo")
                .addModifiers(Modifier.STATIC)
                .addParameter(ManifestWriter.ENTRIES, "entries");
        for (int i = 0; i < lines.size(); i++) {
            method.addStatement("entries.add($L())", entryName(i));
        }
        return method.build();
    }

    private MethodSpec newInstance() {
        MethodSpec.Builder method = MethodSpec.methodBuilder("newInstance")
                .addModifiers(Modifier.STATIC)
                .returns(Object.class)
                .addParameter(TypeName.INT, "index")
                .beginControlFlow("switch (index)");
        for (int i = 0; i < lines.size(); i++) {
            method.addCode("case $L:\n", first + i)
                    .addStatement(
                            "$>return new $T()$<", ClassName.get(lines.get(i).type()));
        }
        return method.addCode("default:\n")
                .addStatement("$>throw new $T(index)$<", IndexOutOfBoundsException.class)
                .endControlFlow()
                .build();
    }

    private MethodSpec entry(int index) {
        return MethodSpec.methodBuilder(entryName(index))
                .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
                .returns(ManifestEntry.class)
                .addStatement(build(lines.get(index)))
                .build();
    }

    private String entryName(int index) {
        return "entry" + (first + index);
    }

    private static CodeBlock build(ManifestLine line) {
        CodeBlock.Builder code = CodeBlock.builder()
                .add("return $T.of($L, $L)", ManifestEntry.class, Literal.of(line.id()), Literal.of(line.className()))
                .add("\n.description($L)", Literal.of(line.description()))
                .add("\n.version($L)", Literal.of(line.version()));
        line.parts()
                .forEach(part -> code.add(
                        "\n.part($L, $L, $L)",
                        Literal.of(part.kind()),
                        Literal.of(part.database()),
                        part.reversible()));
        addIds(code, "dependsOn", line.dependsOn());
        addIds(code, "after", line.after());
        addIds(code, "replaces", line.replaces());
        if (line.checksum() != null) {
            code.add("\n.checksum($L)", Literal.of(line.checksum()));
        }
        if (!line.transactional()) {
            code.add("\n.transactional(false)");
        }
        if (line.breaking()) {
            code.add("\n.breaking(true)");
        }
        if (line.phase() != Phase.NONE) {
            code.add("\n.phase($T.$L)", Phase.class, line.phase().name());
        }
        if (line.irreversible() != null) {
            code.add("\n.irreversible($L)", Literal.of(line.irreversible()));
        }
        return code.add("\n.source($L, $L)", Literal.of(line.sourceFile()), line.line())
                .add("\n.build()")
                .build();
    }

    private static void addIds(CodeBlock.Builder code, String method, List<String> ids) {
        if (!ids.isEmpty()) {
            String literals = String.join(", ", ids.stream().map(Literal::of).toList());
            code.add("\n.$L($L)", method, literals);
        }
    }
}
