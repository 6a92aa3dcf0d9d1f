/*
 * Between a practice test and a learning platform that speaks SCORM 1.2: takes up where the learner left, and reports
 * every step. The best score of an attempt stays. Without a platform nothing is set, and the test keeps its own memory.
 */
(function () {
  'use strict';
  const MOST_WINDOWS = 10;
  const LONGEST_ANSWER = 255;
  const TYPES = {
    single_choice: 'choice', multiple_choice: 'choice', true_false: 'true-false', ordering: 'sequencing', matching: 'matching',
    number: 'numeric', text: 'fill-in',
  };
  const RESULTS = {right: 'correct', wrong: 'wrong'};

  /* The platform's interface stands in a window around this one, or around the one that opened it. */
  function above(start) {
    let place = start;
    for (let count = 0; place && count < MOST_WINDOWS; count += 1) {
      try {
        if (place.API) return place.API;
      } catch (error) {
        return null;
      }
      if (place === place.parent) return null;
      place = place.parent;
    }
    return null;
  }

  class Platform {
    constructor(api) {
      this.api = api;
      this.reported = new Set();
      this.isOpen = String(api.LMSInitialize('')) !== 'false';
      this.best = Number(this.get('cmi.core.score.raw')) || 0;
      this.isPassed = this.get('cmi.core.lesson_status') === 'passed';
      this.next = this.get('cmi.interactions._count');
      this.isFirst = true;
    }

    get(name) {
      return String(this.api.LMSGetValue(name));
    }

    set(name, value) {
      if (String(this.api.LMSSetValue(name, String(value))) === 'false') throw new Error(name + ': ' + this.api.LMSGetLastError());
    }

    report(report) {
      if (!this.isOpen) throw new Error('the session has ended');
      this.set('cmi.suspend_data', report.state);
      this.score(report);
      this.set('cmi.core.session_time', clock(report.seconds));
      this.set('cmi.core.exit', report.isComplete ? '' : 'suspend');
      this.recall(report.answers);
      for (const answer of report.answers) this.answer(answer);
      if (String(this.api.LMSCommit('')) === 'false') throw new Error('commit: ' + this.api.LMSGetLastError());
    }

    score({score, isComplete, isPassed}) {
      this.best = Math.max(this.best, Number(score.percent));
      this.isPassed = this.isPassed || Boolean(isPassed);
      this.set('cmi.core.score.min', 0);
      this.set('cmi.core.score.max', 100);
      this.set('cmi.core.score.raw', this.best);
      this.set('cmi.core.lesson_status', this.isPassed ? 'passed' : isComplete ? 'failed' : 'incomplete');
    }

    /* What the platform has from an earlier visit: all that is checked before anything is answered in this one. */
    recall(answers) {
      if (this.isFirst && Number(this.next) > 0) {
        for (const {number, verdict} of answers) if (verdict !== null) this.reported.add(number);
      }
      this.isFirst = false;
    }

    /* Each question once a session, when it has been checked; not every platform takes answers. */
    answer({number, id, type, given, verdict, marks, maximum}) {
      if (!/^\d+$/.test(this.next) || verdict === null || this.reported.has(number)) return;
      this.reported.add(number);
      const name = 'cmi.interactions.' + this.next + '.';
      try {
        this.set(name + 'id', id);
        this.set(name + 'type', TYPES[type] || 'performance');
        if (TYPES[type] && given) this.set(name + 'student_response', written(type, given));
        this.set(name + 'result', RESULTS[verdict] || share(marks, maximum));
        this.next = String(Number(this.next) + 1);
      } catch (error) {
        this.next = '';
      }
    }

    close() {
      if (!this.isOpen) return;
      this.isOpen = false;
      this.api.LMSFinish('');
    }
  }

  /* Seconds as SCORM 1.2 writes a time span: HHHH:MM:SS. */
  function clock(seconds) {
    const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
    return parts.map((part, place) => String(part).padStart(place ? 2 : 4, '0')).join(':');
  }

  /* An answer as SCORM 1.2 writes it: "a,b", "t", "1.c,2.a". */
  function written(type, given) {
    if (type === 'number' || type === 'text') return given.slice(0, LONGEST_ANSWER);
    const small = given.toLowerCase();
    return type === 'matching' ? small.replace(/(\d)([a-z])/g, '$1.$2').replace(/ /g, ',') : small.split('').join(',');
  }

  function number(exact) {
    const [top, bottom] = exact.split('/');
    return Number(top) / Number(bottom || 1);
  }

  function share(marks, maximum) {
    return (number(marks) / number(maximum)).toFixed(2);
  }

  const api = above(window) || (window.opener && above(window.opener));
  if (!api) return;
  const platform = new Platform(api);
  window.clausebookState = platform.get('cmi.suspend_data');
  window.clausebookReport = report => platform.report(report);
  window.addEventListener('pagehide', () => platform.close());
}());
