/* Clock and calendar of Viet Nam, whatever the computer's zone. */
const ZONE = 'Asia/Ho_Chi_Minh';
const time = new Intl.DateTimeFormat('en-GB', { timeZone: ZONE, hour: '2-digit', minute: '2-digit' });
const day = new Intl.DateTimeFormat('en-GB', { timeZone: ZONE, day: '2-digit', month: '2-digit', year: 'numeric' });

export const clock = (date) => time.format(date);
export const calendarDay = (date) => day.format(date);
