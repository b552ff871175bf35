// SPDX-License-Identifier: Apache-2.0
package io.coffer.campaign.drill;

import io.coffer.campaign.client.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** A client's own record of what it was told is done: forced line by line, outside of the node. */
final class AckLog implements AutoCloseable {
    private final FileChannel channel;

    AckLog(Path file) throws IOException {
        this.channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
    }

    synchronized void write(Ack ack) throws IOException {
        ByteBuffer line = ByteBuffer.wrap((ack.line() + "\n").getBytes(StandardCharsets.UTF_8));
        while (line.hasRemaining()) {
            channel.write(line);
        }
        channel.force(false);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /** What is in the log; a line that is just being written is not in it yet. */
    static List<Ack> read(Path file) throws IOException {
        List<Ack> acks = new ArrayList<>();
        String text = Files.readString(file);
        for (String line : text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
            acks.add(Ack.of(Json.parse(line)));
        }
        return acks;
    }
}
