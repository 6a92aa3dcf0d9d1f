/* The words of the interface in one language. */
class Words {
  constructor(table, language) {
    this.table = table;
    this.language = language;
    this.plural = new Intl.PluralRules(language);
  }

  has(key) {
    return this.table[key] !== undefined;
  }

  /* The word `key` with {name} replaced by values.name. */
  say(key, values) {
    const text = this.table[key] === undefined ? key : this.table[key];
    return text.replace(/\{(\w+)\}/g, (whole, name) => (values && name in values ? String(values[name]) : whole));
  }

  /* The word that fits `values.count`: `key_one` and the like where the language has such forms, else `key`. */
  count(key, values) {
    const form = key + '_' + this.plural.select(values.count);
    return this.say(this.table[form] === undefined ? key : form, values);
  }
}
