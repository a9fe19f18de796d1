(data) => ({
  user_id: data.id,
  signup_date: data.createdAt,
  user_type: data.role || 'standard',
  email_domain: data.email?.split('@')[1]
})
