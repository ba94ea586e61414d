package dev.dbmigrate.processor.writing;

import com.palantir.javapoet.AnnotationSpec;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.dbmigrate.model.Manifest;
import dev.dbmigrate.model.ManifestEntry;
import dev.dbmigrate.processor.MigrationProcessor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.annotation.processing.Filer;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.ModuleElement;
import javax.lang.model.util.Elements;

/** Writes a module's manifest. */
public final class ManifestWriter {

    static final TypeName ENTRIES = ParameterizedTypeName.get(List.class, ManifestEntry.class);

    private static final ClassName ARRAY_LIST = ClassName.get(ArrayList.class);

    private final Elements elements;
    private final Filer filer;

    public ManifestWriter(Elements elements, Filer filer) {
        this.elements = elements;
        this.filer = filer;
    }

    /**
     * Writes the class.
     *
     * @param name its name
     * @param lines the migrations in apply order
     * @param module the named module for which it is written, if there is one
     * @throws IOException if the compiler cannot write it
     */
    public void write(ClassName name, List<ManifestLine> lines, Optional<ModuleElement> module) throws IOException {
        TypeSpec.Builder type = TypeSpec.classBuilder(name)
                .addJavadoc(
                        "The migrations of this module in apply order. Written by dbmigrate; found by ServiceLoader.\n")
                .addModifiers(Modifier.PUBLIC, Modifier.FINAL)
                .addSuperinterface(Manifest.class);
        ManifestNames names = new ManifestNames(name.packageName(), lines);
        type.alwaysQualify(names.clashes());
        GeneratedBy.processor(MigrationProcessor.class, elements, module).ifPresent(type::addAnnotation);
        suppressions(lines, module.isPresent()).ifPresent(type::addAnnotation);
        type.addMethod(MethodSpec.constructorBuilder()
                .addJavadoc("For ServiceLoader.\n")
                .addModifiers(Modifier.PUBLIC)
                .build());
        type.addMethod(returning("formatVersion", TypeName.INT, CodeBlock.of("$L", Manifest.CURRENT_FORMAT)));
        type.addMethod(returning("digest", ClassName.get(String.class), CodeBlock.of("$S", ManifestDigest.of(lines))));
        type.addMethod(returning("size", TypeName.INT, CodeBlock.of("$L", lines.size())));
        List<ManifestPart> parts = ManifestPart.split(name, lines);
        type.addMethod(entries(parts, lines.size()));
        type.addMethod(newInstance(parts, lines.size()));
        LongLists lists = new LongLists();
        parts.forEach(part -> type.addType(part.type(names, lists)));
        SourceFiles.write(name.packageName(), type.build(), lists, lines, filer);
    }

    /** What the compiler would warn of, and only that: the Eclipse compiler warns of what is suppressed for nothing. */
    private Optional<AnnotationSpec> suppressions(List<ManifestLine> lines, boolean inModule) {
        List<String> warnings = new ArrayList<>();
        if (lines.stream().anyMatch(line -> elements.isDeprecated(line.type()))) {
            warnings.addAll(List.of("deprecation", "removal"));
        }
        if (inModule) {
            // the module that holds Manifest need not be required transitively
            warnings.add("exports");
        }
        return warnings.isEmpty()
                ? Optional.empty()
                : Optional.of(AnnotationSpec.builder(SuppressWarnings.class)
                        .addMember(
                                "value",
                                "{$L}",
                                String.join(
                                        ", ", warnings.stream().map(Literal::of).toList()))
                        .build());
    }

    private static MethodSpec returning(String name, TypeName type, CodeBlock value) {
        return override(name).returns(type).addStatement("return $L", value).build();
    }

    private static MethodSpec.Builder override(String name) {
        return MethodSpec.methodBuilder(name).addAnnotation(Override.class).addModifiers(Modifier.PUBLIC);
    }

    private static MethodSpec entries(List<ManifestPart> parts, int size) {
        MethodSpec.Builder method = override("entries")
                .returns(ENTRIES)
                .addStatement("$T entries = new $T<>($L)", ENTRIES, ARRAY_LIST, size);
        parts.forEach(part -> method.addStatement("$T.addTo(entries)", part.name()));
        return method.addStatement("return $T.copyOf(entries)", List.class).build();
    }

    private static MethodSpec newInstance(List<ManifestPart> parts, int size) {
        MethodSpec.Builder method = override("newInstance")
                .returns(Object.class)
                .addParameter(TypeName.INT, "index")
                .addStatement("$T.checkIndex(index, $L)", Objects.class, size);
        if (parts.isEmpty()) {
            return method.addStatement("throw new $T(index)", IndexOutOfBoundsException.class)
                    .build();
        }
        method.beginControlFlow("switch (index / $L)", ManifestPart.SIZE);
        for (int i = 0; i < parts.size() - 1; i++) {
            method.addCode("case $L:\n", i)
                    .addStatement(
                            "$>return $T.newInstance(index)$<", parts.get(i).name());
        }
        method.addCode("default:\n")
                .addStatement(
                        "$>return $T.newInstance(index)$<",
                        parts.get(parts.size() - 1).name());
        return method.endControlFlow().build();
    }
}
