package dev.dbmigrate.processor.source;

import java.nio.file.Path;
import javax.annotation.processing.ProcessingEnvironment;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;
import org.jspecify.annotations.Nullable;

/** Reads source text, where the compiler lets us. */
public interface SourceReader {

    /** Where the compiler is not {@code javac}: the checksum is absent then, and no code is seen. */
    SourceReader BLIND = new SourceReader() {
        @Override
        public SourceFacts read(TypeElement type) {
            return SourceFacts.UNSEEN;
        }

        @Override
        public Code code(TypeElement type) {
            return Code.UNSEEN;
        }

        @Override
        public @Nullable Path file(Element element) {
            return null;
        }
    };

    /**
     * Reads what the source tells about a class.
     *
     * @param type the class
     * @return the facts, or {@link SourceFacts#UNSEEN} for a class that is not compiled from source here
     */
    SourceFacts read(TypeElement type);

    /**
     * Reads the code of a class.
     *
     * @param type the class
     * @return the code, or {@link Code#UNSEEN} for a class that is not compiled from source here
     */
    Code code(TypeElement type);

    /**
     * Where the source of an element lies.
     *
     * @param element a class or package
     * @return its file, or null for what is not compiled from a file here
     */
    @Nullable
    Path file(Element element);

    /** A reader for this compiler; one that sees nothing where the compiler is not {@code javac}. */
    static SourceReader of(ProcessingEnvironment environment) {
        try {
            return new JavacSourceReader(environment);
        } catch (LinkageError | IllegalArgumentException notJavac) {
            // com.sun.source is not there, or the environment is another compiler's
            return BLIND;
        }
    }
}
