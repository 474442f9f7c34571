/*
 * Events: kind × place, as the libraries spell them in the replace menu ("Timer start event") and in the heading of
 * the properties ("Timer Start Event (Non Interrupting)"). Written out here from two short lists.
 */
const KINDS = {
  Cancel: 'hủy giao dịch',
  Compensate: 'bù trừ',
  Compensation: 'bù trừ',
  Conditional: 'điều kiện',
  Error: 'lỗi',
  Escalation: 'leo thang',
  Link: 'liên kết',
  Message: 'thông điệp',
  Multiple: 'nhiều sự kiện',
  Parallel: 'song song',
  'Parallel Multiple': 'nhiều sự kiện cùng lúc',
  Signal: 'tín hiệu',
  Terminate: 'dừng hẳn',
  Timer: 'hẹn giờ',
};

const PLACES = {
  'Start Event': 'Bắt đầu',
  'Intermediate Catch Event': 'Sự kiện chờ',
  'Intermediate Throw Event': 'Sự kiện phát',
  'Boundary Event': 'Sự kiện gắn vào bước',
  'End Event': 'Kết thúc',
};

const NOT_STOPPING = '(không dừng bước)';

export const EVENTS = {
  'Boundary Event': 'Sự kiện gắn vào bước',
  'Boundary event': 'Sự kiện gắn vào bước',
  'End Event': 'Sự kiện kết thúc',
  'End event': 'Sự kiện kết thúc',
  'Intermediate Catch Event': 'Sự kiện chờ',
  'Intermediate Throw Event': 'Sự kiện giữa chừng',
  'Intermediate throw event': 'Sự kiện giữa chừng',
  'Start Event': 'Sự kiện bắt đầu',
  'Start event': 'Sự kiện bắt đầu',
};

for (const [kind, kindName] of Object.entries(KINDS)) {
  for (const [place, placeName] of Object.entries(PLACES)) {
    const english = `${kind} ${place}`;
    const menu = english.charAt(0) + english.slice(1).toLowerCase();
    EVENTS[english] = EVENTS[menu] = `${placeName}: ${kindName}`;
    EVENTS[`${english} (Non Interrupting)`] = `${placeName}: ${kindName} ${NOT_STOPPING}`;
    EVENTS[`${menu} (non-interrupting)`] = `${placeName}: ${kindName} ${NOT_STOPPING}`;
  }
}

// What our people use every day reads better than the rule above gives it.
Object.assign(EVENTS, {
  'Timer boundary event': 'Hẹn giờ: hết hạn thì dừng bước',
  'Timer Boundary Event': 'Hẹn giờ: hết hạn thì dừng bước',
  'Timer boundary event (non-interrupting)': 'Hẹn giờ: hết hạn chỉ nhắc',
  'Timer Boundary Event (Non Interrupting)': 'Hẹn giờ: hết hạn chỉ nhắc',
  'Timer intermediate catch event': 'Chờ đến hạn',
  'Timer Intermediate Catch Event': 'Chờ đến hạn',
});
