package dev.dbmigrate.processor.rule.cypher;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.antlr.v4.runtime.tree.ParseTree;
import org.jspecify.annotations.Nullable;
import org.neo4j.cypher.internal.parser.v5.Cypher5Parser.LabelExpressionContext;
import org.neo4j.cypher.internal.parser.v5.Cypher5Parser.LabelTypeContext;
import org.neo4j.cypher.internal.parser.v5.Cypher5Parser.MapContext;
import org.neo4j.cypher.internal.parser.v5.Cypher5Parser.NodePatternContext;
import org.neo4j.cypher.internal.parser.v5.Cypher5Parser.PropertiesContext;
import org.neo4j.cypher.internal.parser.v5.Cypher5Parser.PropertyKeyNameContext;
import org.neo4j.cypher.internal.parser.v5.Cypher5Parser.SymbolicNameStringContext;
import org.neo4j.cypher.internal.parser.v5.Cypher5Parser.VariableContext;

/** Walks through what the parser has read. */
final class Trees {

    private Trees() {}

    /** All parts of a kind, in the order in which they are written. */
    static <T extends ParseTree> List<T> all(@Nullable ParseTree tree, Class<T> kind) {
        List<T> found = new ArrayList<>();
        collect(tree, kind, found);
        return found;
    }

    private static <T extends ParseTree> void collect(@Nullable ParseTree tree, Class<T> kind, List<T> found) {
        if (tree == null) {
            return;
        }
        if (kind.isInstance(tree)) {
            found.add(kind.cast(tree));
        }
        for (int i = 0; i < tree.getChildCount(); i++) {
            collect(tree.getChild(i), kind, found);
        }
    }

    /** The expression without the levels of precedence that it does not use. */
    static ParseTree plain(ParseTree tree) {
        ParseTree at = tree;
        while (at.getChildCount() == 1) {
            at = at.getChild(0);
        }
        return at.getChildCount() == 0 && at.getParent() != null ? at.getParent() : at;
    }

    /** A name without its backticks; empty if there is none. */
    static String name(@Nullable ParseTree name) {
        String text = name == null ? "" : name.getText();
        return text.length() > 1 && text.startsWith("`") ? text.substring(1, text.length() - 1) : text;
    }

    /** The labels or types that a pattern names; not those that it excludes. */
    static Set<String> labels(@Nullable ParseTree expression) {
        Set<String> labels = new TreeSet<>();
        if (expression != null && expression.getText().indexOf('!') < 0) {
            all(expression, SymbolicNameStringContext.class).forEach(name -> labels.add(name(name)));
        }
        return labels;
    }

    /** The labels that a SET gives. */
    static Set<String> setLabels(ParseTree labels) {
        Set<String> names = new TreeSet<>();
        all(labels, LabelTypeContext.class)
                .forEach(label -> all(label, SymbolicNameStringContext.class).forEach(name -> names.add(name(name))));
        return names;
    }

    /** The keys of a pattern's properties. */
    static Set<String> keys(@Nullable PropertiesContext properties) {
        Set<String> keys = new TreeSet<>();
        MapContext map = properties == null ? null : properties.map();
        if (map != null) {
            for (PropertyKeyNameContext key : map.propertyKeyName()) {
                keys.add(name(key));
            }
        }
        return keys;
    }

    /** The variable of a node; empty if it has none. */
    static String variable(NodePatternContext node) {
        return name(node.variable());
    }

    /** The label expression, if there is one, as its names. */
    static Set<String> labels(@Nullable LabelExpressionContext expression) {
        return labels((ParseTree) expression);
    }

    /** The names of all variables that are used in a part. */
    static Set<String> variables(@Nullable ParseTree tree) {
        Set<String> names = new TreeSet<>();
        all(tree, VariableContext.class).forEach(variable -> names.add(name(variable)));
        return names;
    }
}
