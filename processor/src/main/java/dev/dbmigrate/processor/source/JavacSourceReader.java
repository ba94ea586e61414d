package dev.dbmigrate.processor.source;

import com.sun.source.util.TreePath;
import com.sun.source.util.Trees;
import dev.dbmigrate.processor.source.JavaTokens.Token;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import javax.annotation.processing.ProcessingEnvironment;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;
import org.jspecify.annotations.Nullable;

/**
 * Reads through {@code javac}'s public tree API. This class and those that it makes are the only ones that name
 * {@code com.sun.source}.
 */
final class JavacSourceReader implements SourceReader {

    private final Trees trees;
    private final Elements elements;

    JavacSourceReader(ProcessingEnvironment environment) {
        trees = Trees.instance(environment);
        elements = environment.getElementUtils();
    }

    @Override
    public SourceFacts read(TypeElement type) {
        @Nullable TreePath path = trees.getPath(type);
        TypeElement outer = outermost(type);
        @Nullable TreePath outermost = outer.equals(type) ? path : trees.getPath(outer);
        if (path == null || outermost == null) {
            return SourceFacts.UNSEEN;
        }
        try {
            String source = path.getCompilationUnit()
                    .getSourceFile()
                    .getCharContent(true)
                    .toString();
            String whole = source.substring(start(outermost));
            List<Token> tokens = JavaTokens.ofDeclaration(whole);
            String checksum = JavaTokens.checksum(tokens);
            int start = start(path);
            String name = type.getSimpleName().toString();
            int below = outer.equals(type)
                    ? JavaTokens.linesToName(whole, tokens, name)
                    : JavaTokens.linesToName(source.substring(start), name);
            long first = path.getCompilationUnit().getLineMap().getLineNumber(start);
            return new SourceFacts(checksum, (int) first + below);
        } catch (IOException unreadable) {
            return SourceFacts.UNSEEN;
        }
    }

    @Override
    public Code code(TypeElement type) {
        @Nullable TreePath path = trees.getPath(type);
        if (path == null) {
            return Code.UNSEEN;
        }
        try {
            return new CodeReader(trees, elements, path, outermost(type)).read();
        } catch (IOException unreadable) {
            return Code.UNSEEN;
        }
    }

    @Override
    public @Nullable Path file(Element element) {
        @Nullable TreePath path = trees.getPath(element);
        if (path == null) {
            return null;
        }
        URI file = path.getCompilationUnit().getSourceFile().toUri();
        return "file".equals(file.getScheme()) ? Path.of(file) : null;
    }

    private int start(TreePath path) {
        return (int) trees.getSourcePositions().getStartPosition(path.getCompilationUnit(), path.getLeaf());
    }

    private static TypeElement outermost(TypeElement type) {
        TypeElement at = type;
        for (Element outer = type.getEnclosingElement();
                outer != null && outer.getKind() != ElementKind.PACKAGE;
                outer = outer.getEnclosingElement()) {
            if (outer instanceof TypeElement enclosing) {
                at = enclosing;
            }
        }
        return at;
    }
}
