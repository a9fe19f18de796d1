package io.s3db;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MergeTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'a':1}                     | {'b':2}               | {'a':1,'b':2}",
        "{'a':1}                     | {'a':null}            | {'a':null}",
        "{'a':[1,2]}                 | {'a':[3]}             | {'a':[3]}",
        "{'o':{'x':1,'y':2}}         | {'o':{'y':3}}         | {'o':{'x':1,'y':3}}",
        "{'o':{'p':{'x':1,'y':2}}}   | {'o':{'p':{'y':3}}}   | {'o':{'p':{'y':3}}}",
        "{'o':{'p':{'x':1,'y':2}}}   | {'o.p.y':3}           | {'o':{'p':{'x':1,'y':3}}}",
        "{'o':{'x':1}}               | {'o.p.q':3}           | {'o':{'x':1,'p':{'q':3}}}",
        "{'o':{'x':{'k':1}}}         | {'o.x':{'l':2}}       | {'o':{'x':{'l':2}}}",
        "{}                          | {'o.x':2}             | {'o':{'x':2}}",
        "{'o':5}                     | {'o':{'x':1}}         | {'o':{'x':1}}",
        "{'o':{'x':1}}               | {'o':5}               | {'o':5}",
        "{'a.b':1}                   | {'a.b':2}             | {'a.b':2}",
      })
  void mergesOneLevelDeepAndDottedNamesDeeper(String record, String partial, String expected) {
    assertThat(Merge.into(json(record), json(partial)).toJson()).isEqualTo(json(expected).toJson());
  }

  private static Document json(String text) {
    return Document.parse(text.replace('\'', '"'));
  }
}
