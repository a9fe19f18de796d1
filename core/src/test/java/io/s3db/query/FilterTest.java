package io.s3db.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.s3db.Document;
import io.s3db.Query;
import io.s3db.S3dbException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilterTest {
  private static final Document RECORD =
      Document.parse(
          """
          {"status":"error","n":5,"x":5.5,"ok":true,"none":null,"a":{"b":{"c":"deep"}},
           "tags":["x","y"],"text":"5"}
          """);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'status':'error'}                                   | true",
        "{'status':'Error'}                                   | false",
        "{'n':5}                                              | true",
        "{'n':5.0}                                            | true",
        "{'n':'5'}                                            | false",
        "{'text':5}                                           | false",
        "{'none':null}                                        | true",
        "{'absent':null}                                      | false",
        "{'a.b.c':'deep'}                                     | true",
        "{'a':{'b':{'c':'deep'}}}                             | true",
        "{'tags':['x','y']}                                   | true",
        "{'tags':['y','x']}                                   | false",
        "{}                                                   | true",
        "{'n':{'$eq':5}}                                      | true",
        "{'n':{'$ne':5}}                                      | false",
        "{'absent':{'$ne':5}}                                 | true",
        "{'n':{'$gt':4,'$lt':6}}                              | true",
        "{'n':{'$gt':5}}                                      | false",
        "{'n':{'$gte':5}}                                     | true",
        "{'x':{'$lt':5.4}}                                    | false",
        "{'n':{'$lte':4.99}}                                  | false",
        "{'status':{'$gt':'a'}}                               | true",
        "{'status':{'$gt':1}}                                 | false",
        "{'absent':{'$lt':1}}                                 | false",
        "{'n':{'$in':[1,5]}}                                  | true",
        "{'n':{'$in':['5']}}                                  | false",
        "{'n':{'$nin':[1,2]}}                                 | true",
        "{'none':{'$exists':true}}                            | true",
        "{'absent':{'$exists':false}}                         | true",
        "{'a.b':{'$exists':true}}                             | true",
        "{'a.x':{'$exists':true}}                             | false",
        "{'status':{'$regex':'^err'}}                         | true",
        "{'status':{'$regex':'^rr'}}                          | false",
        "{'n':{'$regex':'5'}}                                 | false",
        "{'$or':[{'n':1},{'status':'error'}]}                 | true",
        "{'$and':[{'n':5},{'status':'ok'}]}                   | false",
        "{'$not':{'n':5}}                                     | false",
        "{'n':{'$not':{'$gt':5}}}                             | true",
        "{'ok':true}                                          | true",
        "{'ok':1}                                             | false",
      })
  void meetsConditionsStrictly(String filter, boolean expected) {
    Map<String, ?> conditions = Document.parse(filter.replace('\'', '"')).toMap();

    assertThat(FilterParser.parse(conditions).matches(RECORD)).isEqualTo(expected);
    assertThat(Query.parse(Map.of("where", conditions)).matches(RECORD)).isEqualTo(expected);
    assertThat(Query.parse(conditions).matches(RECORD)).isEqualTo(expected);
  }

  @Test
  void refusesWhatItDoesNotUnderstand() {
    assertThatThrownBy(() -> Query.where("n", Map.of("$gtt", 5)))
        .isInstanceOf(S3dbException.class)
        .hasMessage("There is no query operator '$gtt'. Did you mean $gt?");
    assertThatThrownBy(() -> Query.where("n", Map.of("$in", 5))).hasMessageContaining("a list");
    assertThatThrownBy(() -> Query.where("n", Map.of("$regex", "(")))
        .hasMessageContaining("a regular expression");
    assertThatThrownBy(() -> Query.where(Map.of("$or", 5))).hasMessageContaining("$or");
    assertThatThrownBy(() -> Query.where("n", Query.gt(true))).hasMessageContaining("$gt of 'n'");
  }

  @Test
  @Timeout(10)
  void boundsTheWorkOfAnUnluckyExpression() {
    Query query = Query.where("s", Query.regex("(a+)+(b+)+(c|d)*\\1$"));
    String unlucky = "a".repeat(200) + "!";

    assertThatThrownBy(() -> query.matches(Document.of("s", unlucky)))
        .hasMessageContaining("took too many steps");
  }

  @Test
  void buildersSayTheSameAsMaps() {
    Query query =
        Query.where("status", "error")
            .and("n", Query.gte(5))
            .and("n", Query.in(Arrays.asList(5, null)))
            .and("x", Query.exists(true));

    assertThat(query.matches(RECORD)).isTrue();
    assertThat(query.and("n", Query.nin(List.of(5))).matches(RECORD)).isFalse();
    assertThat(query.and("n", Query.lt(5)).matches(RECORD)).isFalse();
  }

  @Test
  void ordersKindsThenValues() {
    List<Document> sorted =
        java.util.stream.Stream.of("{'v':'b'}", "{'v':10}", "{'v':9.5}", "{}", "{'v':true}")
            .map(json -> Document.parse(json.replace('\'', '"')))
            .sorted(Fields.order("v"))
            .toList();

    assertThat(sorted.toString())
        .isEqualTo("[{}, {\"v\":true}, {\"v\":9.5}, {\"v\":10}, {\"v\":\"b\"}]");
  }
}
