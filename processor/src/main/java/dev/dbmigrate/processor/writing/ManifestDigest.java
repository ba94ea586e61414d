package dev.dbmigrate.processor.writing;

import dev.dbmigrate.model.Checksum;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;

/** {@code sha256:…} over all that a manifest says, but not over where its sources stand: a moved line changes nothing. */
final class ManifestDigest {

    private final MessageDigest sha = Checksum.sha256();

    private ManifestDigest() {}

    static String of(List<ManifestLine> lines) {
        ManifestDigest digest = new ManifestDigest();
        lines.forEach(digest::add);
        return "sha256:" + HexFormat.of().formatHex(digest.sha.digest());
    }

    private void add(ManifestLine line) {
        add(line.id(), line.className(), line.description(), line.version());
        add(line.parts().size());
        line.parts().forEach(part -> add(part.kind(), part.database(), String.valueOf(part.reversible())));
        List.of(line.dependsOn(), line.after(), line.replaces()).forEach(ids -> {
            add(ids.size());
            ids.forEach(this::add);
        });
        add(line.checksum() == null ? "" : line.checksum());
        add(
                String.valueOf(line.transactional()),
                String.valueOf(line.breaking()),
                line.phase().name());
        add(line.irreversible() == null ? 0 : 1);
        add(line.irreversible() == null ? "" : line.irreversible());
    }

    private void add(String... texts) {
        for (String text : texts) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            add(bytes.length);
            sha.update(bytes);
        }
    }

    private void add(int number) {
        sha.update(ByteBuffer.allocate(4).putInt(number).flip());
    }
}
