package dev.dbmigrate.redis;

import dev.dbmigrate.redis.internal.RedisAdapter;
import dev.dbmigrate.runtime.Secret;
import dev.dbmigrate.runtime.TargetConfig;
import dev.dbmigrate.runtime.spi.Target;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Map;

/** A second way to the rig's database, through a proxy that loses things, for any user. */
final class Wire implements AutoCloseable {

    final CuttingProxy proxy;
    final Target target;

    Wire(RedisRig rig) {
        this(rig, rig.config.user(), rig.config.password());
    }

    Wire(RedisRig rig, String user, Secret password) {
        URI uri = URI.create(rig.config.url());
        try {
            proxy = new CuttingProxy(uri.getHost(), uri.getPort());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String userInfo = user != null || uri.getRawUserInfo() == null ? "" : uri.getRawUserInfo() + "@";
        String url = uri.getScheme() + "://" + userInfo + "127.0.0.1:" + proxy.port() + uri.getPath();
        target = new RedisAdapter().open(new TargetConfig("redis", "redis", url, user, password, Map.of()));
    }

    @Override
    public void close() {
        target.close();
        try {
            proxy.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
