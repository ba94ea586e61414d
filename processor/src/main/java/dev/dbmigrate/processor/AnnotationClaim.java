package dev.dbmigrate.processor;

import java.util.Set;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.TypeElement;

/**
 * Claims dbmigrate's annotations, which are nobody else's: unclaimed ones are a warning, and a build with {@code
 * -Xlint:all -Werror} fails on it. {@link MigrationProcessor} cannot, for it runs on all annotations and would claim all.
 */
public final class AnnotationClaim extends AbstractProcessor {

    @Override
    public Set<String> getSupportedAnnotationTypes() {
        // @Generated stands on what is generated here, and would be reported as unclaimed too
        return Set.of("dev.dbmigrate.annotations.*", "javax.annotation.processing.Generated");
    }

    @Override
    public SourceVersion getSupportedSourceVersion() {
        return SourceVersion.latestSupported();
    }

    @Override
    @SuppressWarnings("DoNotClaimAnnotations") // to claim is what it is for
    public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
        return !annotations.isEmpty();
    }
}
