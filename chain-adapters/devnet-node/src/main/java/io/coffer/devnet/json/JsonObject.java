// SPDX-License-Identifier: Apache-2.0
package io.coffer.devnet.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.coffer.devnet.format.MalformedException;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object that came from outside. Each read names a field and what it must be; anything else is refused with the
 * field's name. Numbers are whole and fit 64 bits.
 */
public final class JsonObject {
    public static final int MAX_DEPTH = 8;
    public static final int MAX_NAME_LENGTH = 64;
    /** The signed form of 255 inputs and outputs in hexadecimal has some 100,000 characters. */
    public static final int MAX_TEXT_LENGTH = 200_000;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNameLength(MAX_NAME_LENGTH)
                    .maxStringLength(MAX_TEXT_LENGTH)
                    .maxNumberLength(20)
                    .build())
            .build();

    private final Map<String, Object> fields;

    private JsonObject(Map<String, Object> fields) {
        this.fields = fields;
    }

    /**
     * Reads one object and nothing behind it.
     *
     * @throws MalformedException if it is not one JSON object, or larger than {@code maxBytes}
     * @throws IOException if the stream breaks
     */
    public static JsonObject read(InputStream stream, long maxBytes) throws MalformedException, IOException {
        BoundedStream bounded = new BoundedStream(stream, maxBytes);
        try (JsonParser parser = FACTORY.createParser(bounded)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new MalformedException("not a JSON object");
            }
            JsonObject object = object(parser);
            if (parser.nextToken() != null) {
                throw new MalformedException("something follows the JSON object");
            }
            return object;
        } catch (JsonProcessingException broken) {
            throw new MalformedException(
                    "not JSON: "
                            + String.valueOf(broken.getOriginalMessage())
                                    .lines()
                                    .findFirst()
                                    .orElse(""),
                    broken);
        } catch (CharConversionException broken) {
            throw new MalformedException("not JSON: not UTF-8", broken);
        } catch (BoundedStream.TooLarge tooLarge) {
            throw new MalformedException("larger than " + maxBytes + " bytes", tooLarge);
        }
    }

    /** Refuses fields that have other names than these. */
    public void allowOnly(String... names) throws MalformedException {
        Set<String> allowed = Set.of(names);
        for (String name : fields.keySet()) {
            if (!allowed.contains(name)) {
                throw new MalformedException("an unknown field");
            }
        }
    }

    public boolean has(String name) {
        return fields.containsKey(name);
    }

    public String text(String name) throws MalformedException {
        return require(name, String.class, "a string");
    }

    /** A whole number, both bounds included. */
    public long number(String name, long min, long max) throws MalformedException {
        long number = require(name, Long.class, "a whole number");
        if (number < min || number > max) {
            throw new MalformedException(name + ": not within " + min + ".." + max);
        }
        return number;
    }

    public boolean flag(String name) throws MalformedException {
        return require(name, Boolean.class, "true or false");
    }

    public JsonObject object(String name) throws MalformedException {
        return require(name, JsonObject.class, "an object");
    }

    public Optional<JsonObject> optionalObject(String name) throws MalformedException {
        return has(name) ? Optional.of(object(name)) : Optional.empty();
    }

    /** A list of objects, at most {@code limit}. */
    public List<JsonObject> objects(String name, int limit) throws MalformedException {
        return list(name, limit, JsonObject.class, "an object");
    }

    /** A list of strings, at most {@code limit}. */
    public List<String> texts(String name, int limit) throws MalformedException {
        return list(name, limit, String.class, "a string");
    }

    private <T> List<T> list(String name, int limit, Class<T> type, String expected) throws MalformedException {
        List<?> values = require(name, List.class, "a list");
        if (values.size() > limit) {
            throw new MalformedException(name + ": more than " + limit + " entries");
        }
        List<T> checked = new ArrayList<>(values.size());
        for (Object value : values) {
            if (!type.isInstance(value)) {
                throw new MalformedException(name + ": an entry is not " + expected);
            }
            checked.add(type.cast(value));
        }
        return checked;
    }

    private <T> T require(String name, Class<T> type, String expected) throws MalformedException {
        Object value = fields.get(name);
        if (!type.isInstance(value)) {
            throw new MalformedException(name + (value == null ? ": missing" : ": not " + expected));
        }
        return type.cast(value);
    }

    private static JsonObject object(JsonParser parser) throws IOException, MalformedException {
        Map<String, Object> fields = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            fields.put(name, value(parser));
        }
        return new JsonObject(fields);
    }

    private static Object value(JsonParser parser) throws IOException, MalformedException {
        @Nullable JsonToken token = parser.currentToken();
        if (token == null) {
            throw new MalformedException("not JSON: it ends too early");
        }
        return switch (token) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> {
                List<Object> values = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    values.add(value(parser));
                }
                yield values;
            }
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT -> {
                if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
                    throw new MalformedException("a number that does not fit 64 bits");
                }
                yield parser.getLongValue();
            }
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> throw new MalformedException("null or a number with a fraction");
        };
    }
}
