package dev.dbmigrate.processor.source;

import javax.annotation.processing.ProcessingEnvironment;
import javax.lang.model.element.TypeElement;

/** Reads source text, where the compiler lets us. */
public interface SourceReader {

    /**
     * Reads what the source tells about a class.
     *
     * @param type the class
     * @return the facts, or {@link SourceFacts#UNSEEN} for a class that is not compiled from source here
     */
    SourceFacts read(TypeElement type);

    /** A reader for this compiler; one that sees nothing where the compiler is not {@code javac}. */
    static SourceReader of(ProcessingEnvironment environment) {
        try {
            return new JavacSourceReader(environment);
        } catch (LinkageError | IllegalArgumentException notJavac) {
            // com.sun.source is not there, or the environment is another compiler's: the checksum is absent then
            return type -> SourceFacts.UNSEEN;
        }
    }
}
