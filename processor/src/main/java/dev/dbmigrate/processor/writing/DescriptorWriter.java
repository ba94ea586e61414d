package dev.dbmigrate.processor.writing;

import com.palantir.javapoet.AnnotationSpec;
import com.palantir.javapoet.JavaFile;
import com.palantir.javapoet.TypeSpec;
import dev.dbmigrate.annotations.MigrationDescriptor;
import dev.dbmigrate.processor.DescriptorProcessor;
import dev.dbmigrate.processor.read.ModuleIndex;
import dev.dbmigrate.processor.source.SourceFacts;
import java.io.IOException;
import java.util.Optional;
import javax.annotation.processing.Filer;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;

/** Writes the descriptor of one migration, from that migration's source alone. */
public final class DescriptorWriter {

    private final Elements elements;
    private final Filer filer;

    public DescriptorWriter(Elements elements, Filer filer) {
        this.elements = elements;
        this.filer = filer;
    }

    /**
     * Writes a descriptor.
     *
     * @param type the migration's class
     * @param id its id
     * @param facts what its source tells
     * @throws IOException if the compiler cannot write it
     */
    public void write(TypeElement type, String id, SourceFacts facts) throws IOException {
        AnnotationSpec.Builder descriptor = AnnotationSpec.builder(MigrationDescriptor.class)
                .addMember("id", "$L", Literal.of(id))
                .addMember("type", "$L", Literal.of(type.getQualifiedName().toString()));
        if (facts.checksum() != null) {
            descriptor.addMember("checksum", "$L", Literal.of(facts.checksum())).addMember("line", "$L", facts.line());
        }
        TypeSpec.Builder builder = TypeSpec.interfaceBuilder(ModuleIndex.nameFor(type))
                .addOriginatingElement(type)
                .addAnnotation(descriptor.build());
        GeneratedBy.processor(DescriptorProcessor.class, elements, Optional.ofNullable(elements.getModuleOf(type)))
                .ifPresent(builder::addAnnotation);
        JavaFile.builder(ModuleIndex.packageFor(type, elements), builder.build())
                .skipJavaLangImports(true)
                .build()
                .writeTo(filer);
    }
}
