package dev.dbmigrate.processor;

import dev.dbmigrate.annotations.Migration;
import dev.dbmigrate.processor.diagnostic.CompileDiagnostic;
import dev.dbmigrate.processor.read.MigrationReader;
import dev.dbmigrate.processor.source.SourceReader;
import dev.dbmigrate.processor.writing.DescriptorWriter;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;
import javax.tools.Diagnostic.Kind;

/**
 * Writes one descriptor a migration, each from that migration alone, so that build tools may run it on the changed ones
 * only ("isolating"). It judges nothing; {@link MigrationProcessor} does.
 */
public final class DescriptorProcessor extends AbstractProcessor {

    @Override
    public Set<String> getSupportedAnnotationTypes() {
        // @Generated stands on what is generated here, and would be reported as unclaimed too
        return Set.of("dev.dbmigrate.annotations.*", "javax.annotation.processing.Generated");
    }

    @Override
    public SourceVersion getSupportedSourceVersion() {
        return SourceVersion.latestSupported();
    }

    /** Claims the annotations, which are nobody else's. */
    @Override
    @SuppressWarnings("DoNotClaimAnnotations") // unclaimed ones are a warning, and -Xlint:all -Werror fails on it
    public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
        if (annotations.isEmpty()) {
            return false;
        }
        try {
            SourceReader source = SourceReader.of(processingEnv);
            DescriptorWriter writer = new DescriptorWriter(processingEnv.getElementUtils(), processingEnv.getFiler());
            for (Element element : round.getElementsAnnotatedWith(Migration.class)) {
                if (element instanceof TypeElement type) {
                    Optional<String> id = MigrationReader.idOf(type);
                    if (id.isPresent()) {
                        writer.write(type, id.get(), source.read(type));
                    }
                }
            }
        } catch (IOException | RuntimeException fault) {
            processingEnv
                    .getMessager()
                    .printMessage(Kind.ERROR, CompileDiagnostic.INTERNAL_ERROR.message(Faults.describe(fault)));
        }
        return true;
    }
}
