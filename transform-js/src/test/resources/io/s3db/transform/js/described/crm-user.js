(data) => ({
  user_id: data.id,
  email: data.email,
  full_name: `${data.firstName} ${data.lastName}`,
  event_timestamp: new Date().toISOString()
})
