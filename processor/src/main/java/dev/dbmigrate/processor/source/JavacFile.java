package dev.dbmigrate.processor.source;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.Trees;
import java.io.IOException;
import javax.tools.Diagnostic.Kind;

/** One source file: its text, and where its trees stand. */
final class JavacFile {

    private final Trees trees;
    private final CompilationUnitTree unit;
    private final String source;
    private final String name;
    private final int[] lineStarts;

    JavacFile(Trees trees, CompilationUnitTree unit) throws IOException {
        this.trees = trees;
        this.unit = unit;
        source = unit.getSourceFile().getCharContent(true).toString();
        String path = unit.getSourceFile().getName().replace('\\', '/');
        name = path.substring(path.lastIndexOf('/') + 1);
        lineStarts = SourceText.lineStarts(source);
    }

    int start(Tree tree) {
        return (int) Math.max(0, trees.getSourcePositions().getStartPosition(unit, tree));
    }

    Position position(int offset) {
        return SourceText.position(name, lineStarts, offset);
    }

    void print(Kind kind, String message, Tree tree) {
        trees.printMessage(kind, message, tree, unit);
    }

    /** The text of a literal, which knows where each of its characters stands. */
    SourceText literal(LiteralTree tree, String value) {
        int start = start(tree);
        int[][] offsets = new int[1][];
        // asked only where something is wrong
        return new SourceText(value, index -> {
            if (offsets[0] == null) {
                offsets[0] = LiteralText.offsets(source, start, value);
            }
            return position(offsets[0][index]);
        });
    }

    /** A value that is not written where it is used. */
    SourceText constant(Tree use, String value) {
        return new SourceText(value, index -> position(start(use)));
    }
}
