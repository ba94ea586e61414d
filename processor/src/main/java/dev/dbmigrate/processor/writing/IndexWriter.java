package dev.dbmigrate.processor.writing;

import com.palantir.javapoet.AnnotationSpec;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.TypeSpec;
import dev.dbmigrate.annotations.MigrationIndex;
import dev.dbmigrate.processor.MigrationProcessor;
import dev.dbmigrate.processor.read.ModuleIndex;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.annotation.processing.Filer;
import javax.lang.model.element.ModuleElement;
import javax.lang.model.util.Elements;

/** Writes the index of one manifest, for the processors of other modules and of later compilations. */
public final class IndexWriter {

    private final Elements elements;
    private final Filer filer;

    public IndexWriter(Elements elements, Filer filer) {
        this.elements = elements;
        this.filer = filer;
    }

    /**
     * Writes the index.
     *
     * @param manifest the manifest's name
     * @param lines its migrations
     * @param module the named module for which it is written, if there is one
     * @throws IOException if the compiler cannot write it
     */
    public void write(ClassName manifest, List<ManifestLine> lines, Optional<ModuleElement> module) throws IOException {
        String qualified = ModuleIndex.nameFor(manifest.reflectionName(), module.isPresent());
        int dot = qualified.lastIndexOf('.');
        ClassName name = ClassName.get(qualified.substring(0, dot), qualified.substring(dot + 1));
        List<String> migrations = new ArrayList<>();
        for (ManifestLine line : lines) {
            String checksum = line.checksum() == null ? "" : line.checksum();
            migrations.add(Literal.of(ModuleIndex.line(line.id(), line.canonicalName(), checksum, line.line())));
        }
        LongLists lists = new LongLists();
        TypeSpec.Builder type = TypeSpec.interfaceBuilder(name)
                .addAnnotation(AnnotationSpec.builder(MigrationIndex.class)
                        .addMember("value", "{\n$L}", lists.add(Literal.commas(migrations)))
                        .build());
        GeneratedBy.processor(MigrationProcessor.class, elements, module).ifPresent(type::addAnnotation);
        SourceFiles.write(name.packageName(), type.build(), lists, lines, filer);
    }
}
