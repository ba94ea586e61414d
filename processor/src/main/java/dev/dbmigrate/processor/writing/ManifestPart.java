package dev.dbmigrate.processor.writing;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.dbmigrate.model.ManifestText;
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

    TypeSpec type(ManifestNames names, LongLists lists) {
        return TypeSpec.classBuilder(name)
                .addModifiers(Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL)
                .addMethod(addTo(lists))
                .addMethod(newInstance(names, lists))
                .build();
    }

    private MethodSpec addTo(LongLists lists) {
        List<String> strings = new ArrayList<>();
        for (ManifestLine line : lines) {
            for (String text : EntryText.of(line)) {
                strings.add(Literal.of(text));
            }
        }
        return MethodSpec.methodBuilder("addTo")
                .addModifiers(Modifier.STATIC)
                .addParameter(ManifestWriter.ENTRIES, "entries")
                .addCode("$T[] lines = {\n$>$L$<\n};\n", String.class, lists.add(Literal.commas(strings)))
                .addStatement("$T.read(lines, entries)", ManifestText.class)
                .build();
    }

    private MethodSpec newInstance(ManifestNames names, LongLists lists) {
        List<String> cases = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            cases.add("case " + (first + i) + ":");
            cases.add("    return new " + names.of(lines.get(i)) + "();");
        }
        return MethodSpec.methodBuilder("newInstance")
                .addModifiers(Modifier.STATIC)
                .returns(Object.class)
                .addParameter(TypeName.INT, "index")
                .beginControlFlow("switch (index)")
                .addCode("$L\n", lists.add(cases))
                .addCode("default:\n")
                .addStatement("$>throw new $T(index)$<", IndexOutOfBoundsException.class)
                .endControlFlow()
                .build();
    }
}
